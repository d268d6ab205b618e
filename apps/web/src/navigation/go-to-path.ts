import type { AnyRouter } from '@tanstack/react-router'

/**
 * Goes to a path of this app as it stands, in the place of this page, and is through when the page is there. For a path
 * that somebody else wrote: `navigate` would read its search as JSON and write it anew.
 */
export async function goToPath(router: Pick<AnyRouter, 'history' | 'subscribe'>, path: string): Promise<void> {
  const resolved = new Promise<void>((resolve) => {
    const stop = router.subscribe('onResolved', () => {
      stop()
      resolve()
    })
  })
  router.history.replace(path)
  await resolved
}
