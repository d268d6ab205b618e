import type { PagePhase } from './session-state.ts'

const hiddenAttribute = 'data-bfcache-hidden'

export interface BfcacheGuardDependencies {
  readonly onRetry: () => void
  /** The texts of the notice, in the language of the page. */
  readonly texts: () => { readonly notice: string; readonly retry: string }
}

/**
 * Hides a private page while it is in the browser's back/forward cache and until the server has said who is signed in
 * now. The element with the notice stands outside of the app, which is hidden.
 */
export class BfcacheGuard {
  readonly #deps: BfcacheGuardDependencies
  #notice: HTMLElement | null = null

  constructor(deps: BfcacheGuardDependencies) {
    this.#deps = deps
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
    const { onRetry, texts } = this.#deps
    const words = texts()
    const text = document.createElement('p')
    text.textContent = words.notice
    const retry = document.createElement('button')
    retry.type = 'button'
    retry.textContent = words.retry
    retry.addEventListener('click', onRetry)
    this.#notice = document.createElement('main')
    this.#notice.className = 'bfcache-notice'
    this.#notice.setAttribute('role', 'alert')
    this.#notice.append(text, retry)
    document.body.append(this.#notice)
    retry.focus()
  }
}
