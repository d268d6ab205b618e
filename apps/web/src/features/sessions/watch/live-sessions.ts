import type { EndingView, SessionWatchEvent } from '@latchkey/schema'
import { onMessageFromTabs, type SessionMessage, tellOtherTabs } from '../../../tabs/session-channel.ts'
import type { WatchListener } from './connect-watch.ts'
import type { SessionStream } from './session-stream.ts'
import type { SessionUpdates } from './session-updates.ts'

/** Tabs that wait for the same free place don't ask for it at the same moment. */
const freedWithin = 2_000

export interface LiveSessionsDependencies {
  readonly stream: SessionStream
  readonly updates: SessionUpdates
  readonly random: () => number
  /** This session is over; `null` where the server no longer knew why. */
  readonly onEnded: (ending: EndingView | null) => void
  /** Another tab says that this session is over, or the server answers as if it were. */
  readonly onDoubt: (ending: EndingView | null) => void
}

/** What a tab does with what it hears of the sessions: from its own stream, else from a tab that has one. */
export class LiveSessions implements WatchListener {
  readonly #deps: LiveSessionsDependencies
  #wanted = false

  constructor(deps: LiveSessionsDependencies) {
    this.#deps = deps
  }

  start(): void {
    const { stream } = this.#deps
    onMessageFromTabs((message) => this.#onMessage(message))
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') stream.happen('woken')
    })
    window.addEventListener('focus', () => stream.happen('woken'))
    window.addEventListener('online', () => stream.happen('woken'))
    // A page that is put away holds no connection: the browser could not keep it for the way back.
    window.addEventListener('pagehide', () => this.#putAway())
    window.addEventListener('pageshow', () => {
      if (this.#wanted) stream.happen('wanted')
    })
  }

  /** Someone who is signed in looks at this tab; call what comes back when they don't any more. */
  readonly hold = (): (() => void) => {
    this.#wanted = true
    this.#deps.stream.happen('wanted')
    return () => {
      this.#wanted = false
      this.#deps.stream.happen('unwanted')
    }
  }

  readonly onEvent = (event: SessionWatchEvent): void => {
    const { updates, onEnded } = this.#deps
    if (event.type === 'sessions') {
      tellOtherTabs(event)
      void updates.apply(event.sessions)
    }
    if (event.type === 'ended') {
      const sessionId = updates.currentId()
      if (sessionId !== null) tellOtherTabs({ type: 'ended', sessionId, ending: event.ending })
      onEnded(event.ending)
    }
  }

  readonly onRefused = (): void => this.#deps.onDoubt(null)

  #putAway(): void {
    const { stream } = this.#deps
    if (stream.isOpen()) tellOtherTabs({ type: 'freed' })
    stream.happen('unwanted')
  }

  #onMessage(message: SessionMessage): void {
    const { stream, updates, onDoubt, random } = this.#deps
    if (message.type === 'freed') setTimeout(() => stream.happen('freed'), freedWithin * random())
    // Who has a stream hears it there, and in order.
    if (stream.isOpen()) return
    if (message.type === 'sessions') void updates.applyRelayed(message.sessions)
    if (message.type === 'ended' && message.sessionId === updates.currentId()) onDoubt(message.ending)
  }
}
