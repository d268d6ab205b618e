import type { AnyRouter } from '@tanstack/react-router'

/**
 * After a change of page the focus goes to its heading, where reading begins; a screen reader says the title as it
 * would after a full load. The first page is left as the browser loaded it.
 */
export function focusHeadingOnNavigation(router: AnyRouter): () => void {
  return router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (fromLocation === undefined || !pathChanged) return
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  })
}
