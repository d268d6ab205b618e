import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import Database from 'better-sqlite3'
import express from 'express'
import jwt from 'jsonwebtoken'
import { emailOf, hashCost, idOf, password, runPeer, sessionsPerUser } from '../peer.mjs'

const secret = idOf('the secret of a measurement')
const looksUp = process.env.LOOK_UP === 'on'

const open = (folder) => {
  const db = new Database(join(folder, 'jsonwebtoken.db'))
  db.pragma('journal_mode = WAL')
  return db
}

const tokenFor = (id, email) => jwt.sign({ email, name: 'Ada' }, secret, { subject: id, expiresIn: '30d' })

await runPeer({
  async fill(folder, sessions) {
    const db = open(folder)
    db.exec('CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT UNIQUE, name TEXT, hash TEXT) STRICT')
    const user = db.prepare('INSERT INTO users VALUES (?, ?, ?, ?)')
    const hashed = await hash(password, hashCost)
    db.transaction(() => {
      for (let n = 0; n < sessions / sessionsPerUser; n += 1) user.run(idOf(`user ${n}`), emailOf(n), 'Ada', hashed)
    })()
    db.close()
    const ownerOf = (session) => Math.floor(session / sessionsPerUser)
    return {
      path: '/me',
      headersOf: (n) => ({ Authorization: `Bearer ${tokenFor(idOf(`user ${ownerOf(n)}`), emailOf(ownerOf(n)))}` }),
      signIn: { path: '/sign-in', body: { email: emailOf(0), password } },
    }
  },
  serve(folder) {
    const db = open(folder)
    const byId = db.prepare('SELECT id, email, name FROM users WHERE id = ?')
    const byEmail = db.prepare('SELECT id, email, hash FROM users WHERE email = ?')
    const app = express()
    app.get('/me', (req, res) => {
      const claims = jwt.verify(req.get('Authorization').slice('Bearer '.length), secret, { algorithms: ['HS256'] })
      const user = looksUp ? byId.get(claims.sub) : { id: claims.sub, email: claims.email, name: claims.name }
      res.json({ user })
    })
    app.post('/sign-in', express.json(), async (req, res) => {
      const user = byEmail.get(req.body.email)
      if (!(await verify(user.hash, req.body.password))) return res.sendStatus(401)
      return res.json({ token: tokenFor(user.id, user.email) })
    })
    return app
  },
})
