import type { AnyRouter } from '@tanstack/react-router'

/**
 * Moves the focus to the heading after each navigation, so that a screen reader reads the new page's title as after a
 * full load. A page that focuses a field of its own keeps that. The first page is left as the browser loaded it, unless it
 * is itself reached by a navigation.
 */
export function focusHeadingOnNavigation(
  router: AnyRouter,
  { isNavigation }: { readonly isNavigation: boolean },
): () => void {
  let isFirst = true
  return router.subscribe('onRendered', ({ pathChanged }) => {
    const isOther = isFirst ? isNavigation : pathChanged
    isFirst = false
    if (!isOther) return
    if (document.activeElement?.matches('main :is(input, textarea)') === true) return
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  })
}
