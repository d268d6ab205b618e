import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { initTRPC } from '@trpc/server'
import { createExpressMiddleware } from '@trpc/server/adapters/express'
import Database from 'better-sqlite3'
import express from 'express'
import { emailOf, hashCost, idOf, inAMonth, password, runPeer, sessionsPerUser } from '../peer.mjs'

const open = (folder) => {
  const db = new Database(join(folder, 'floor.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  return db
}
const digest = (token) => createHash('sha256').update(token).digest('base64url')
const tokenOf = (session) => idOf(`token ${session}`)

/** Express, tRPC and one prepared join, without any middleware: the least that this stack can do. */
await runPeer({
  async fill(folder, sessions) {
    const db = open(folder)
    db.exec(`CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT UNIQUE, name TEXT, hash TEXT) STRICT;
      CREATE TABLE sessions (token_hash TEXT PRIMARY KEY, user_id TEXT REFERENCES users, expires_at INTEGER) STRICT`)
    const user = db.prepare('INSERT INTO users VALUES (?, ?, ?, ?)')
    const session = db.prepare('INSERT INTO sessions VALUES (?, ?, ?)')
    const hashed = await hash(password, hashCost)
    db.transaction(() => {
      for (let n = 0; n < sessions; n += 1) {
        const owner = Math.floor(n / sessionsPerUser)
        if (n % sessionsPerUser === 0) user.run(idOf(`user ${owner}`), emailOf(owner), 'Ada', hashed)
        session.run(digest(tokenOf(n)), idOf(`user ${owner}`), inAMonth().getTime())
      }
    })()
    db.close()
    return {
      path: '/trpc/me',
      headersOf: (n) => ({ Cookie: `session=${tokenOf(n)}` }),
      signIn: { path: '/trpc/signIn', body: { email: emailOf(0), password } },
    }
  },
  serve(folder) {
    const db = open(folder)
    const find = db.prepare(
      'SELECT users.id, email, name, expires_at FROM sessions JOIN users ON users.id = user_id WHERE token_hash = ? AND expires_at > ?',
    )
    const findUser = db.prepare('SELECT id, hash FROM users WHERE email = ?')
    const insert = db.prepare('INSERT INTO sessions VALUES (?, ?, ?)')
    let signIns = 0
    const t = initTRPC.context().create()
    const router = t.router({
      me: t.procedure.query(({ ctx }) => find.get(digest(ctx.token), Date.now()) ?? null),
      signIn: t.procedure
        .input((value) => value)
        .mutation(async ({ input }) => {
          const user = findUser.get(input.email)
          if (user === undefined || !(await verify(user.hash, input.password))) throw new Error('refused')
          signIns += 1
          insert.run(digest(`${process.pid} ${signIns}`), user.id, inAMonth().getTime())
          return { id: user.id }
        }),
    })
    const app = express()
    const createContext = ({ req }) => ({ token: req.headers.cookie?.slice('session='.length) ?? '' })
    app.use('/trpc', createExpressMiddleware({ router, createContext }))
    return app
  },
})
