import type { PagePhase } from './session-state.ts'

const hiddenAttribute = 'data-bfcache-hidden'

/**
 * Hides a private page while it is in the browser's back/forward cache and until the server has said who is signed in
 * now. The element with the notice stands outside of the app, which is hidden.
 */
export class BfcacheGuard {
  readonly #onRetry: () => void
  #notice: HTMLElement | null = null

  constructor(onRetry: () => void) {
    this.#onRetry = onRetry
  }

  /** Shows what belongs to a phase of the page. */
  render({ kind }: PagePhase): void {
    if (kind === 'stale') return window.location.reload()
    document.documentElement.toggleAttribute(hiddenAttribute, kind !== 'shown')
    if (kind === 'unreachable') this.#showNotice()
    if (kind === 'shown') this.#removeNotice()
  }

  #removeNotice(): void {
    this.#notice?.remove()
    this.#notice = null
  }

  #showNotice(): void {
    if (this.#notice !== null) return
    const text = document.createElement('p')
    text.textContent = 'You seem to be offline. This page shows again once it’s certain that you’re still signed in.'
    const retry = document.createElement('button')
    retry.type = 'button'
    retry.textContent = 'Try again'
    retry.addEventListener('click', this.#onRetry)
    this.#notice = document.createElement('main')
    this.#notice.className = 'bfcache-notice'
    this.#notice.setAttribute('role', 'alert')
    this.#notice.append(text, retry)
    document.body.append(this.#notice)
    retry.focus()
  }
}
