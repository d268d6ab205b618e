import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closeDatabase, type LatchkeyDatabase, migrateDatabase, openDatabase } from '@latchkey/db'
import { onTestFinished } from 'vitest'
import type { AuthStores } from './auth.ts'
import { after } from './duration.ts'
import type { Session, SessionId } from './sessions/session.ts'
import { hashSessionToken, type SessionToken } from './sessions/session-token.ts'
import type { User, UserId } from './users/user.ts'

const migrations = fileURLToPath(new URL('../../db/migrations', import.meta.url))

/** A clock that moves when it is told to. It starts far from the machine's, so that whoever reads that one is caught. */
export class HandSetClock {
  #moment = new Date('2100-01-01T00:00:00Z')

  readonly now = (): Date => this.#moment

  advance(milliseconds: number): void {
    this.#moment = after(this.#moment, milliseconds)
  }
}

/** A migrated database in a file of its own, which goes with the test. */
export function temporaryDatabase(trace?: (statement: string) => void): LatchkeyDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const db = openDatabase(join(folder, 'test.db'), trace)
  migrateDatabase(db, migrations)
  onTestFinished(() => {
    closeDatabase(db)
    rmSync(folder, { recursive: true })
  })
  return db
}

export const start = new Date('2100-01-01T00:00:00Z')

export function aUser(name: string): User {
  return {
    id: `user-${name}` as UserId,
    email: `${name}@example.com`,
    name,
    emailProvenAt: null,
    role: 'user',
    createdAt: start,
  }
}

/** A session of a user that began at `start`; its token is its id. */
export function aSession(id: string, user: User, changes: Partial<Session> = {}): Session {
  return {
    id: id as SessionId,
    userId: user.id,
    tokenHash: hashSessionToken(id as SessionToken),
    kind: 'browser',
    clientId: null,
    name: 'Chrome on macOS',
    givenName: null,
    signInMethod: 'password',
    remembered: false,
    browser: 'Chrome',
    os: 'macOS',
    device: 'desktop',
    ip: '203.0.113.7',
    deviceFamily: 'Chrome/macOS/desktop',
    network: '203.0.113.0/24',
    newDevice: false,
    newNetwork: false,
    createdAt: start,
    lastSeenAt: start,
    idleExpiresAt: after(start, 1000),
    expiresAt: after(start, 5000),
    sudoUntil: null,
    ...changes,
  }
}

/** A user with a password and without a session. */
export async function addUser({ passwords, sessions }: AuthStores, user: User, hash = 'hash'): Promise<void> {
  const session = aSession(`sign-up-${user.id}`, user)
  await passwords.signUp({ user, hash, session })
  await sessions.endByToken(session.tokenHash, { at: start, reason: 'signed_out', by: null })
  await sessions.deleteEndedBefore(after(start, 1), 1)
}
