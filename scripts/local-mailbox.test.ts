import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { mailboxPortsAbove, startLocalMailbox } from './local-mailbox.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

/** Returns whether a port of this machine can be listened on. */
async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** Returns a port of an app above which those of the mailbox are free. */
async function freeAppPort(): Promise<number> {
  for (let port = 23_000; port < 24_000; port += 1) {
    const { http, smtp } = mailboxPortsAbove
    if ((await isFree(port + http)) && (await isFree(port + smtp))) return port
  }
  throw new Error('No ports are free.')
}

describe('the local mailbox', () => {
  it('listens above the port of the app, wherever that listens, and names its addresses', async () => {
    const appPort = await freeAppPort()
    vi.stubEnv('SMTP_URL', '')
    vi.stubEnv('HOST', '0.0.0.0')
    const mailbox = await startLocalMailbox(appPort)
    onTestFinished(async () => {
      mailbox?.process.kill('SIGTERM')
      if (mailbox !== null) await once(mailbox.process, 'exit')
    })
    const url = `http://localhost:${appPort + mailboxPortsAbove.http}`
    expect(mailbox?.env).toEqual({
      SMTP_URL: `smtp://127.0.0.1:${appPort + mailboxPortsAbove.smtp}`,
      MAIL_FROM: 'Latchkey <no-reply@localhost>',
      MAILBOX_URL: url,
    })
    expect(await (await fetch(`${url}/api/messages`)).json()).toEqual([])
  })

  it.each([
    ['an SMTP server is configured', 'SMTP_URL', 'smtps://smtp.example', 3000],
    ['NODE_ENV is production', 'NODE_ENV', 'production', 3000],
    ['the app has a public address', 'PUBLIC_URL', 'https://app.example', 3000],
    ['there is no port above the app', 'SMTP_URL', '', 65_511],
    ['the port of the app is none', 'SMTP_URL', '', Number.NaN],
  ])('is not started where %s', async (_when, name, value, appPort) => {
    vi.stubEnv('SMTP_URL', '')
    vi.stubEnv(name, value)
    expect(await startLocalMailbox(appPort)).toBeNull()
  })
})
