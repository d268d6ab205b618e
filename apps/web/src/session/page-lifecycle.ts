/** Events of the page in its window. */
export interface PageLifecycleListener {
  /** The tab became visible, its window has the focus, or the browser has a network again. */
  readonly onVisible: () => void
  /** The page goes away; `persisted` when the browser may put it into the bfcache. */
  readonly onHide: (persisted: boolean) => void
  /** The page is shown; `persisted` when it comes from the bfcache. */
  readonly onShow: (persisted: boolean) => void
}

/** Calls the listener for as long as the page lives. */
export function listenToPage({ onVisible, onHide, onShow }: PageLifecycleListener): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') onVisible()
  })
  window.addEventListener('focus', onVisible)
  window.addEventListener('online', onVisible)
  window.addEventListener('pagehide', ({ persisted }) => onHide(persisted))
  window.addEventListener('pageshow', ({ persisted }) => onShow(persisted))
}
