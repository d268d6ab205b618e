import type { AnyRouter } from '@tanstack/react-router'

/**
 * Moves the focus to the heading after each navigation, so that a screen reader reads the new page's title as after a
 * full load. The first page is left as the browser loaded it.
 */
export function focusHeadingOnNavigation(router: AnyRouter): () => void {
  return router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (fromLocation === undefined || !pathChanged) return
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  })
}
