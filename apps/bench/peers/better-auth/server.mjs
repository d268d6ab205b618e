import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import Database from 'better-sqlite3'
import express from 'express'
import { emailOf, hashCost, idOf, inAMonth, password, runPeer, sessionsPerUser } from '../peer.mjs'

const secret = idOf('the secret of a measurement')
const tokenOf = (session) => idOf(`token ${session}`)

const options = (folder) => {
  const database = new Database(join(folder, 'better-auth.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  return {
    database,
    secret,
    baseURL: 'http://127.0.0.1',
    trustedOrigins: ['http://127.0.0.1'],
    telemetry: { enabled: false },
    logger: { disabled: true },
    // All requests of a measurement have one address.
    rateLimit: { enabled: false },
    session: { cookieCache: { enabled: process.env.COOKIE_CACHE === 'on', maxAge: 3600 } },
    emailAndPassword: {
      enabled: true,
      password: {
        hash: (text) => hash(text, hashCost),
        verify: ({ hash: hashed, password: text }) => verify(hashed, text),
      },
    },
  }
}

const cookieOf = (token) => {
  const signature = createHmac('sha256', secret).update(token).digest('base64')
  return `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}

await runPeer({
  async fill(folder, sessions) {
    const settings = options(folder)
    const { runMigrations } = await getMigrations(settings)
    await runMigrations()
    const { database: db } = settings
    const user = db.prepare(
      'INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt) VALUES (?, ?, ?, 1, ?, ?)',
    )
    const account = db.prepare(
      'INSERT INTO account (id, accountId, providerId, userId, password, createdAt, updatedAt) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    const session = db.prepare(
      'INSERT INTO session (id, expiresAt, token, createdAt, updatedAt, ipAddress, userAgent, userId) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    const hashed = await hash(password, hashCost)
    const now = new Date().toISOString()
    db.transaction(() => {
      for (let n = 0; n < sessions; n += 1) {
        const owner = Math.floor(n / sessionsPerUser)
        const userId = idOf(`user ${owner}`)
        if (n % sessionsPerUser === 0) {
          user.run(userId, 'Ada', emailOf(owner), now, now)
          account.run(idOf(`account ${owner}`), userId, 'credential', userId, hashed, now, now)
        }
        session.run(
          idOf(`session ${n}`),
          inAMonth().toISOString(),
          tokenOf(n),
          now,
          now,
          '203.0.113.7',
          'Chrome',
          userId,
        )
      }
    })()
    db.close()
    return {
      path: '/api/auth/get-session',
      headersOf: (n) => ({ Cookie: cookieOf(tokenOf(n)) }),
      signIn: {
        path: '/api/auth/sign-in/email',
        headers: { Origin: 'http://127.0.0.1' },
        body: { email: emailOf(0), password },
      },
    }
  },
  serve(folder) {
    const app = express()
    app.all('/api/auth/*any', toNodeHandler(betterAuth(options(folder))))
    return app
  },
})
