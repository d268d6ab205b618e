import { fileURLToPath } from 'node:url'
import type { ServiceName } from './services/services.ts'

/** A server that is measured. */
export interface Contestant {
  readonly name: string
  /** Its folder in `peers`; `null` for Latchkey itself. */
  readonly peer: string | null
  readonly env: Readonly<Record<string, string>>
  /** Rows of sessions in its database. */
  readonly sessions: number
  /** Sends back the cookies that the first answer sets. */
  readonly takesCookies?: true
  /** Authenticates by an access token instead of a cookie. */
  readonly bearer?: true
  /** What it keeps its data in; absent for a file of its own. */
  readonly needs?: readonly ServiceName[]
}

export const peersFolder = fileURLToPath(new URL('../../peers/', import.meta.url))

/** The name of the contestant that all others are compared with. */
export const floor = 'floor: Express, tRPC, one join'

const many = 100_000

/** Latchkey with a number of sessions. */
export function latchkey(name: string, sessions: number, more: Partial<Contestant> = {}): Contestant {
  return { name, peer: null, env: {}, sessions, ...more }
}

/** Every contestant. */
export const contestants: readonly Contestant[] = [
  peer('node:http, constant', 'node-http'),
  peer('Express, constant', 'express'),
  peer('Express and tRPC, constant', 'express-trpc'),
  peer(floor, 'floor'),
  latchkey('Latchkey', many),
  latchkey('Latchkey, bearer', many, { bearer: true, env: { TOKENS_BY_PASSWORD: 'on' } }),
  latchkey('Latchkey, 1,000 sessions', 1000),
  latchkey('Latchkey, 1,000,000 sessions', 1_000_000),
  latchkey('Latchkey, PostgreSQL', many, { needs: ['postgres'] }),
  latchkey('Latchkey, PostgreSQL and Redis', many, { needs: ['postgres', 'redis'] }),
  peer('Better Auth', 'better-auth'),
  peer('Better Auth, cookie cache', 'better-auth', { env: { COOKIE_CACHE: 'on' }, takesCookies: true }),
  peer('express-session, SQLite', 'express-session'),
  peer('express-session, Redis', 'express-session', { needs: ['redis'] }),
  peer('JWT and look-up', 'jsonwebtoken', { env: { LOOK_UP: 'on' } }),
  peer('JWT alone', 'jsonwebtoken'),
  peer('Lucia, its adapter', 'lucia'),
]

function peer(name: string, folder: string, more: Partial<Contestant> = {}): Contestant {
  return { name, peer: folder, env: {}, sessions: many, ...more }
}
