import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Choice } from './choice.ts'

export interface OpenInteraction {
  readonly redirectUri: string
  readonly scope: string
}

/** Authorization requests that wait for a developer's choice. */
export interface Interactions {
  /** Returns null when the interaction is unknown, finished, expired, or another browser's. */
  find(uid: string, request: IncomingMessage, response: ServerResponse): Promise<OpenInteraction | null>
  /** Redirects the browser towards the app. Only for an interaction that `find` returned. */
  finish(uid: string, choice: Choice, request: IncomingMessage, response: ServerResponse): Promise<void>
}
