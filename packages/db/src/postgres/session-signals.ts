import { setTimeout } from 'node:timers/promises'
import type { UserId } from '@latchkey/schema'
import type { Connection } from './connection.ts'
import { statement } from './statement.ts'
import pg from 'pg'
import { within } from './within.ts'

const channel = 'latchkey_sessions'
const notify = statement<object>(`SELECT pg_notify('${channel}', $1)`)
const hears = { text: 'SELECT 1 FROM pg_listening_channels() AS channel WHERE channel = $1', values: [channel] }

const defaultCheckInterval = 10_000
/** Milliseconds for the goodbye. */
const endTimeout = 1000
/** Milliseconds before another try to connect, at first and at most. */
const retryPause = { first: 100, most: 2000 }

/**
 * Tells all servers, when the transaction of the connection commits, that something about a user's sessions has changed that
 * their tabs show. A last use is not told: notifications take their turn at a commit, one after the other.
 */
export async function signalSessions(connection: Connection, ...userIds: readonly UserId[]): Promise<void> {
  if (!connection.signals) return
  for (const userId of new Set(userIds)) {
    // oxlint-disable-next-line no-await-in-loop -- nearly always one
    await connection.row(notify, userId)
  }
}

export interface SignalListener {
  /** The sessions of a user have changed. */
  readonly onSignal: (userId: UserId) => void
  /** Signals may have been missed: the sessions of any user may have changed. */
  readonly onGap: () => void
  readonly onError: (error: Error) => void
}

export interface SignalOptions {
  /** Milliseconds between two looks whether the connection still listens: a cut that no error reports is noticed by them. */
  readonly checkInterval?: number
}

/**
 * Listens for the signals of all servers over a connection of its own, and over another one where that breaks. A signal
 * says when to look, never what is true: without any, a change is noticed at the next look at the rows.
 */
export function listenForSignals(
  url: string,
  { onSignal, onGap, onError }: SignalListener,
  { checkInterval = defaultCheckInterval }: SignalOptions = {},
): { close(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping

  async function listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'latchkey signals',
      keepAlive: true,
      connectionTimeoutMillis: 2000,
      query_timeout: 2000,
    })
    const lost = new AbortController()
    client.on('error', (error) => lost.abort(error))
    client.on('end', () => lost.abort(new Error('the connection for signals ended')))
    const either = AbortSignal.any([signal, lost.signal])
    client.on('notification', ({ payload }) => onSignal(payload as UserId))
    try {
      await client.connect()
      await client.query(`LISTEN ${channel}`)
      onGap()
      while (!signal.aborted) {
        // oxlint-disable-next-line no-await-in-loop -- one look after the other
        await setTimeout(checkInterval, undefined, { signal: either, ref: false })
        // oxlint-disable-next-line no-await-in-loop -- as above
        if ((await client.query(hears)).rowCount === 0) throw new Error('the connection no longer listens')
      }
    } finally {
      await within(endTimeout, client.end())
    }
  }

  async function keepListening(): Promise<void> {
    let pause = retryPause.first
    while (!signal.aborted) {
      const since = performance.now()
      // oxlint-disable-next-line no-await-in-loop -- one connection after the other
      await listen().catch((error: unknown) => {
        if (!signal.aborted && error instanceof Error) onError(error)
      })
      pause = performance.now() - since > checkInterval ? retryPause.first : Math.min(2 * pause, retryPause.most)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  const running = keepListening()
  return {
    async close() {
      stopping.abort()
      await running
    },
  }
}
