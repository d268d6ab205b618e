import type { MeView } from '@latchkey/schema'

export interface CurtainDependencies {
  /** Whether the page on screen is for people who are signed in. */
  readonly isInside: () => boolean
  readonly me: () => MeView | null | undefined
  /** Finds out who is signed in, and leaves if nobody is; `false` when nothing answered. */
  readonly lookAgain: () => Promise<boolean>
}

/**
 * Hides a private page before the browser puts it away for the back button, and shows it again only once the server
 * has said that the same person is still signed in.
 */
export class Curtain {
  readonly #deps: CurtainDependencies
  #notice: HTMLElement | null = null
  #userId: string | undefined

  constructor(deps: CurtainDependencies) {
    this.#deps = deps
  }

  start(): void {
    window.addEventListener('pagehide', ({ persisted }) => {
      if (persisted && this.#deps.isInside()) this.#draw()
    })
    window.addEventListener('pageshow', ({ persisted }) => {
      if (persisted) void this.#open()
    })
    window.addEventListener('online', () => {
      if (this.#notice !== null) void this.#open()
    })
  }

  #draw(): void {
    this.#userId = this.#deps.me()?.user.id
    document.documentElement.toggleAttribute('data-curtain', true)
  }

  async #open(): Promise<void> {
    const answered = await this.#deps.lookAgain()
    if (!document.documentElement.hasAttribute('data-curtain')) return
    if (!answered) return this.#sayOffline()
    const now = this.#deps.me()?.user.id
    // What is on the page is somebody else's.
    if (now !== undefined && now !== this.#userId) return window.location.reload()
    this.#notice?.remove()
    this.#notice = null
    document.documentElement.toggleAttribute('data-curtain', false)
  }

  /** Outside of the app, which is hidden. */
  #sayOffline(): void {
    if (this.#notice !== null) return
    const message = document.createElement('p')
    message.textContent = 'You seem to be offline. This page shows again once it’s certain that you’re still signed in.'
    const retry = document.createElement('button')
    retry.type = 'button'
    retry.textContent = 'Try again'
    retry.addEventListener('click', () => void this.#open())
    this.#notice = document.createElement('main')
    this.#notice.className = 'curtain'
    this.#notice.setAttribute('role', 'alert')
    this.#notice.append(message, retry)
    document.body.append(this.#notice)
    retry.focus()
  }
}
