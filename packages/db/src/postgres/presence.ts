import { setTimeout } from 'node:timers/promises'
import type { Presence } from '@latchkey/auth'
import type { SessionId, UserId } from '@latchkey/schema'
import { connectionOf } from './connection.ts'
import type { PostgresConnections } from './open-postgres.ts'
import { statement } from './statement.ts'

const beat = statement<{ isNew: boolean }>(`
  INSERT INTO running_servers (id, alive_until) VALUES ($1, now() + $2 * interval '1 ms')
  ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until
  RETURNING xmax = 0 AS "isNew"`)
const deleteDead = statement('DELETE FROM running_servers WHERE alive_until < now()')
const deleteOfDead = statement(
  'DELETE FROM open_sessions WHERE NOT EXISTS (SELECT FROM running_servers WHERE id = server_id)',
)
const open = statement(`
  INSERT INTO open_sessions (server_id, session_id, user_id)
  SELECT $1, session_id, user_id FROM unnest($2::text[], $3::text[]) AS opened (session_id, user_id)
  ON CONFLICT DO NOTHING`)
const close = statement('DELETE FROM open_sessions WHERE server_id = $1 AND session_id = ANY ($2::text[])')
const findElsewhere = statement<{ id: SessionId }>(`
  SELECT session_id AS id FROM open_sessions JOIN running_servers s ON s.id = server_id
  WHERE user_id = $1 AND server_id <> $2 AND s.alive_until > now()`)
const leave = statement('DELETE FROM running_servers WHERE id = $1')

/** Milliseconds between two signs that this server runs, and after which it counts as gone without one. */
const defaultPace = { interval: 10_000, life: 30_000 } as const

export interface PostgresPresenceOptions {
  /** Tells this server apart from the others. */
  readonly serverId: string
  readonly onError: (error: Error) => void
  readonly pace?: { readonly interval: number; readonly life: number }
}

/**
 * Returns the presence of one of the servers over a PostgreSQL. A server that crashed is forgotten after its life. What can't be
 * written now is written with the next beat.
 */
export function startPostgresPresence(
  { pool, reader }: Pick<PostgresConnections, 'pool' | 'reader'>,
  { serverId, onError, pace = defaultPace }: PostgresPresenceOptions,
): Presence & { readonly close: () => Promise<void> } {
  const writes = connectionOf(pool)
  const reads = connectionOf(reader)
  const stopping = new AbortController()
  const openHere = new Map<SessionId, UserId>()
  let changed = new Set<SessionId>()
  let writing: Promise<void> | null = null

  /** Writes what has changed, one time after the other: a session that closes and opens again ends as it is. */
  async function write(): Promise<void> {
    while (changed.size > 0) {
      const ids = [...changed]
      changed = new Set()
      const opened = ids.filter((id) => openHere.has(id))
      const closed = ids.filter((id) => !openHere.has(id))
      try {
        const users = opened.map((id) => openHere.get(id))
        // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
        if (opened.length > 0) await writes.run(open, serverId, opened, users)
        // oxlint-disable-next-line no-await-in-loop -- as above
        if (closed.length > 0) await writes.run(close, serverId, closed)
      } catch (error) {
        for (const id of ids) changed.add(id)
        throw error
      }
    }
  }

  function writeSoon(): Promise<void> {
    writing ??= write()
      .catch((error: unknown) => report(error))
      .finally(() => {
        writing = null
      })
    return writing
  }

  function report(error: unknown): void {
    if (error instanceof Error && !stopping.signal.aborted) onError(error)
  }

  async function beatOnce(): Promise<void> {
    const row = await writes.row(beat, serverId, pace.life)
    // PostgreSQL has lost what this server had told, or took it for gone.
    if (row?.isNew === true) for (const id of openHere.keys()) changed.add(id)
    await writeSoon()
    await writes.run(deleteDead)
    await writes.run(deleteOfDead)
  }

  async function keepBeating(): Promise<void> {
    while (!stopping.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      await beatOnce().catch(report)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await setTimeout(pace.interval, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  }

  /** From the first tab on: until then there is nothing to tell. */
  let beating: Promise<void> | null = null
  return {
    opened({ id, userId }) {
      if (openHere.has(id)) return
      openHere.set(id, userId)
      changed.add(id)
      if (beating === null) beating = keepBeating()
      else void writeSoon()
    },
    closed({ id }) {
      if (!openHere.delete(id)) return
      changed.add(id)
      void writeSoon()
    },
    async findElsewhere(userId) {
      const found = await reads.rows(findElsewhere, userId, serverId).catch(() => [])
      return new Set(found.map(({ id }) => id))
    },
    async close() {
      stopping.abort()
      if (beating === null) return
      await beating
      await writing
      await writes.run(leave, serverId).catch(() => undefined)
    },
  }
}
