import type { AnyRouter } from '@tanstack/react-router'

/**
 * Replaces the current page by a path of this app, unchanged, and resolves when the page is there. For paths with a search
 * of a foreign format: `navigate` would parse it as JSON and rewrite it.
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
