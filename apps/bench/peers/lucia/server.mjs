import { join } from 'node:path'
import { BetterSqlite3Adapter } from '@lucia-auth/adapter-sqlite'
import { hash, verify } from '@node-rs/argon2'
import Database from 'better-sqlite3'
import express from 'express'
import { Lucia, TimeSpan } from 'lucia'
import { emailOf, hashCost, idOf, inAMonth, password, runPeer, sessionsPerUser } from '../peer.mjs'

const open = (folder) => {
  const db = new Database(join(folder, 'lucia.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  return db
}

await runPeer({
  async fill(folder, sessions) {
    const db = open(folder)
    db.exec(`CREATE TABLE user (id TEXT PRIMARY KEY, email TEXT UNIQUE, name TEXT, hash TEXT) STRICT;
      CREATE TABLE session (id TEXT PRIMARY KEY, expires_at INTEGER NOT NULL, user_id TEXT NOT NULL REFERENCES user) STRICT`)
    const user = db.prepare('INSERT INTO user VALUES (?, ?, ?, ?)')
    const session = db.prepare('INSERT INTO session VALUES (?, ?, ?)')
    const hashed = await hash(password, hashCost)
    db.transaction(() => {
      for (let n = 0; n < sessions; n += 1) {
        const owner = Math.floor(n / sessionsPerUser)
        if (n % sessionsPerUser === 0) user.run(idOf(`user ${owner}`), emailOf(owner), 'Ada', hashed)
        session.run(idOf(`session ${n}`), Math.floor(inAMonth().getTime() / 1000), idOf(`user ${owner}`))
      }
    })()
    db.close()
    return {
      path: '/me',
      headersOf: (n) => ({ Cookie: `auth_session=${idOf(`session ${n}`)}` }),
      signIn: { path: '/sign-in', body: { email: emailOf(0), password } },
    }
  },
  serve(folder) {
    const db = open(folder)
    const byEmail = db.prepare('SELECT id, hash FROM user WHERE email = ?')
    const lucia = new Lucia(new BetterSqlite3Adapter(db, { user: 'user', session: 'session' }), {
      sessionExpiresIn: new TimeSpan(30, 'd'),
      getUserAttributes: ({ email, name }) => ({ email, name }),
    })
    const app = express()
    app.get('/me', async (req, res) => {
      const id = lucia.readSessionCookie(req.get('Cookie') ?? '')
      const { user, session } = await lucia.validateSession(id ?? '')
      if (session === null) return res.sendStatus(401)
      if (session.fresh) res.append('Set-Cookie', lucia.createSessionCookie(session.id).serialize())
      return res.json({ user })
    })
    app.post('/sign-in', express.json(), async (req, res) => {
      const user = byEmail.get(req.body.email)
      if (!(await verify(user.hash, req.body.password))) return res.sendStatus(401)
      const session = await lucia.createSession(user.id, {})
      res.append('Set-Cookie', lucia.createSessionCookie(session.id).serialize())
      return res.json({ id: user.id })
    })
    return app
  },
})
