import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Choice } from './choice.ts'

export interface OpenInteraction {
  readonly redirectUri: string
  readonly scope: string
}

/** Authorization requests that wait for a developer's choice. */
export interface Interactions {
  /** Null when it is unknown, finished, too old, or another browser's. */
  find(uid: string, request: IncomingMessage, response: ServerResponse): Promise<OpenInteraction | null>
  /** Sends the browser on its way back to the app. Only for an interaction that `find` gave. */
  finish(uid: string, choice: Choice, request: IncomingMessage, response: ServerResponse): Promise<void>
}
