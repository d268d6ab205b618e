import { DatabaseSync } from 'node:sqlite'

/** The row of a session. */
export interface SessionRow {
  readonly lastSeenAt: number
  readonly tokenHash: string | null
  readonly endedAt: number | null
  readonly endReason: string | null
}

/** Reads sessions from the database file beside the servers that write it. */
export class SessionRows {
  readonly #database: DatabaseSync

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  }

  read(id: string): SessionRow {
    const row = this.#database
      .prepare('SELECT last_seen_at, token_hash, ended_at, end_reason FROM sessions WHERE id = ?')
      .get(id)
    const { last_seen_at, token_hash, ended_at, end_reason } = row ?? {}
    return {
      lastSeenAt: Number(last_seen_at),
      tokenHash: token_hash instanceof Uint8Array ? Buffer.from(token_hash).toString('base64url') : null,
      endedAt: typeof ended_at === 'number' ? ended_at : null,
      endReason: typeof end_reason === 'string' ? end_reason : null,
    }
  }

  /** How many events say that a session ended. */
  endings(id: string): number {
    const row = this.#database
      .prepare(
        `SELECT count(*) AS endings FROM events WHERE (type = 'signed_out' AND session_id = ?)
           OR (type = 'session_ended' AND details ->> '$.target.id' = ?)`,
      )
      .get(id, id)
    return Number(row?.['endings'])
  }

  close(): void {
    this.#database.close()
  }
}
