import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import Database from 'better-sqlite3'
import createSqliteStore from 'better-sqlite3-session-store'
import { RedisStore } from 'connect-redis'
import express from 'express'
import session from 'express-session'
import passport from 'passport'
import { Strategy } from 'passport-local'
import { createClient } from 'redis'
import { emailOf, hashCost, idOf, inAMonth, password, runPeer, sessionsPerUser } from '../peer.mjs'

const secret = idOf('the secret of a measurement')
const { REDIS_URL } = process.env
const month = 30 * 24 * 3_600_000

const open = (folder) => {
  const db = new Database(join(folder, 'express-session.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  return db
}

const storeOf = async (db) => {
  if (REDIS_URL === undefined) {
    const SqliteStore = createSqliteStore(session)
    return { store: new SqliteStore({ client: db, expired: { clear: false } }), client: null }
  }
  const client = createClient({ url: REDIS_URL })
  await client.connect()
  return { store: new RedisStore({ client }), client }
}

const cookieOf = (id) => {
  const signature = createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '')
  return `connect.sid=${encodeURIComponent(`s:${id}.${signature}`)}`
}

const idOfSession = (n) => idOf(`session ${n}`)

await runPeer({
  async fill(folder, sessions) {
    const db = open(folder)
    const { client } = await storeOf(db)
    db.exec('CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT UNIQUE, name TEXT, hash TEXT) STRICT')
    const user = db.prepare('INSERT INTO users VALUES (?, ?, ?, ?)')
    const insert = client === null ? db.prepare('INSERT INTO sessions (sid, expire, sess) VALUES (?, ?, ?)') : null
    const hashed = await hash(password, hashCost)
    const expires = inAMonth().toISOString()
    const entries = []
    db.transaction(() => {
      for (let n = 0; n < sessions; n += 1) {
        const userId = idOf(`user ${Math.floor(n / sessionsPerUser)}`)
        if (n % sessionsPerUser === 0) user.run(userId, emailOf(Math.floor(n / sessionsPerUser)), 'Ada', hashed)
        const cookie = { originalMaxAge: month, expires, httpOnly: true, path: '/' }
        const text = JSON.stringify({ cookie, passport: { user: userId } })
        if (insert === null) entries.push([`sess:${idOfSession(n)}`, text])
        else insert.run(idOfSession(n), expires, text)
      }
    })()
    // Some at a time: what waits for more than five seconds is given up.
    while (entries.length > 0) {
      await Promise.all(entries.splice(-1000).map(([key, text]) => client.set(key, text, { EX: month / 1000 })))
    }
    await client?.close()
    db.close()
    return {
      path: '/me',
      headersOf: (n) => ({ Cookie: cookieOf(idOfSession(n)) }),
      signIn: { path: '/sign-in', body: { email: emailOf(0), password } },
    }
  },
  async serve(folder) {
    const db = open(folder)
    const { store } = await storeOf(db)
    const byId = db.prepare('SELECT id, email, name FROM users WHERE id = ?')
    const byEmail = db.prepare('SELECT id, email, name, hash FROM users WHERE email = ?')
    passport.use(
      new Strategy({ usernameField: 'email' }, (email, text, done) => {
        const user = byEmail.get(email)
        verify(user?.hash ?? '', text).then((isRight) => done(null, isRight ? user : false), done)
      }),
    )
    passport.serializeUser((user, done) => done(null, user.id))
    passport.deserializeUser((id, done) => done(null, byId.get(id) ?? false))
    const app = express()
    app.use(session({ store, secret, resave: false, saveUninitialized: false, cookie: { maxAge: month } }))
    app.use(passport.session())
    app.get('/me', (req, res) => (req.user === undefined ? res.sendStatus(401) : res.json({ user: req.user })))
    app.post('/sign-in', express.json(), passport.authenticate('local'), (req, res) => res.json({ id: req.user.id }))
    return app
  },
})
