import { createHash, randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

export const sessionsPerUser = 10
export const liveSessionsPerUser = 2
export const eventsPerUser = 10

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Returns the email address of a user of a filled database. */
export function emailOf(user: number): string {
  return `user${user}@example.com`
}

/** Returns the session cookie of one live session of a user, which is the same in every filled database. */
export function cookieOf(user: number): string {
  return `latchkey=${tokenOf(user, 0)}`
}

/**
 * Inserts users into a database that the server has created and that has one user, whose password they get. Each has live
 * sessions, ended sessions and events. Rows are inserted in the order of time, as in use, so that the rows of one user are
 * on different pages.
 */
export function fillDatabase(file: string, users: number): void {
  const database = new DatabaseSync(file)
  // The file is temporary, so that these writes need not survive a crash.
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000')
  const indexes = database
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name <> 'users'`)
    .all()
  for (const { name } of indexes) database.exec(`DROP INDEX "${String(name)}"`)
  database.exec('BEGIN')
  insertUsers(database, users)
  insertSessions(database, users)
  insertEvents(database, users)
  // Creating the indexes after the inserts is several times faster.
  for (const { sql } of indexes) database.exec(String(sql))
  database.exec('COMMIT; PRAGMA journal_mode = WAL')
  database.close()
}

function insertUsers(database: DatabaseSync, users: number): void {
  const hash = String(database.prepare('SELECT hash FROM password_credentials').get()?.['hash'])
  const user = database.prepare(`INSERT INTO users (number, id, email, name, created_at) VALUES (?, ?, ?, 'Ada', 0)`)
  const password = database.prepare('INSERT INTO password_credentials VALUES (?, ?, 0, 0)')
  for (let n = 0; n < users; n += 1) {
    user.run(userNumber(n), userId(n), emailOf(n))
    password.run(userId(n), hash)
  }
}

function insertSessions(database: DatabaseSync, users: number): void {
  const profile = database
    .prepare(
      `INSERT INTO session_profiles (kind, name, sign_in_method, browser, os, device, device_family)
       VALUES ('browser', 'Chrome on macOS', 'password', 'Chrome', 'macOS', 'desktop', 'Chrome/macOS/desktop')`,
    )
    .run().lastInsertRowid
  const insert = database.prepare(
    `INSERT INTO sessions (id, user_number, profile_id, token_hash, ended_token_hash, remembered, ip, network, created_at,
       last_seen_at, idle_expires_at, expires_at, ended_at, end_reason)
     VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const now = Date.now()
  for (let age = sessionsPerUser - 1; age >= 0; age -= 1) {
    for (let n = 0; n < users; n += 1) {
      const isLive = age < liveSessionsPerUser
      const createdAt = isLive ? now - (age + 1) * 10 * minute : now - age * 8 * day - (n % 1000) * minute
      const hash = isLive ? createHash('sha256').update(tokenOf(n, age)).digest() : randomBytes(32)
      const network = `203.0.${n % 100}`
      insert.run(
        newId(16),
        userNumber(n),
        profile,
        isLive ? hash : null,
        isLive ? null : hash,
        `${network}.7`,
        `${network}.0/24`,
        createdAt,
        createdAt + minute,
        createdAt + 12 * hour,
        createdAt + day,
        isLive ? null : createdAt + 2 * hour,
        isLive ? null : 'signed_out',
      )
    }
  }
}

function insertEvents(database: DatabaseSync, users: number): void {
  const insert = database.prepare(
    `INSERT INTO events (id, user_id, type, category, at, actor, session_id, device, ip, request_id, details)
     VALUES (?, ?, 'signed_in', 'sign_in', ?, 'user', ?, 'Chrome on macOS', '203.0.113.7', ?, '{"method":"password"}')`,
  )
  const now = Date.now()
  const interval = (80 * day) / (eventsPerUser * users)
  let at = now - 80 * day
  for (let event = 0; event < eventsPerUser; event += 1) {
    for (let n = 0; n < users; n += 1) {
      at += interval
      const time = Math.floor(at)
      const id = `${time.toString(16).padStart(12, '0')}0000${randomBytes(8).toString('hex')}`
      insert.run(id, userId(n), time, newId(16), newId(16))
    }
  }
}

/** Derives the token of a session from its numbers, so that it need not be stored. */
function tokenOf(user: number, session: number): string {
  return hashOf(`token ${user} ${session}`)
}

/** The user that is there already has the number 1. */
function userNumber(user: number): number {
  return user + 2
}

function userId(user: number): string {
  return hashOf(`user ${user}`).slice(0, 22)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function newId(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}
