import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { SMTPServerOptions } from 'smtp-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startMailServer } from '../support/mail-server.ts'
import { type SelfSignedCertificate, selfSignedCertificate } from '../support/self-signed-certificate.ts'
import { failureOf, message, testTransport } from '../support/test-transport.ts'

/** An address of this machine that is not one of its loopback addresses: what is sent to it needs TLS. */
const notLoopback = '0.0.0.0'

const account = { user: 'latchkey', password: 'smtp password' }

/** Has every client of this process trust a certificate, for the length of a test. */
function trust({ cert }: SelfSignedCertificate): void {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, cert])
  onTestFinished(() => setDefaultCACertificates(before))
}

/** Options of a server at which the account may sign in, and where the passwords that it was told are put. */
function signingIn(passwords: string[]): SMTPServerOptions {
  return {
    authOptional: false,
    onAuth: ({ username, password }, _session, done) => {
      passwords.push(password ?? '')
      if (username === account.user && password === account.password) done(null, { user: username })
      else done(null, {})
    },
  }
}

describe('a message to another machine', () => {
  it('is not sent to a server without STARTTLS, nor is the password', async () => {
    const passwords: string[] = []
    const server = await startMailServer({
      ...signingIn(passwords),
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
    })
    const failure = await failureOf(testTransport({ ...account, host: notLoopback, port: server.port }).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false })
    expect(server.received).toEqual([])
    expect(passwords).toEqual([])
  })

  it.each([false, true])(
    'is not sent to a server whose certificate no authority signed (smtps: %s)',
    async (secure) => {
      const passwords: string[] = []
      const server = await startMailServer({
        ...signingIn(passwords),
        ...selfSignedCertificate(notLoopback),
        secure,
        disabledCommands: [],
      })
      const url = { ...account, secure, host: notLoopback, port: server.port }
      const failure = await failureOf(testTransport(url).send(message))
      expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false })
      expect(failure.message).toMatch(/self-signed certificate/)
      expect(server.received).toEqual([])
      expect(passwords).toEqual([])
    },
  )

  it('is not sent to a server with a certificate for another name', async () => {
    const certificate = selfSignedCertificate('127.0.0.9')
    trust(certificate)
    const server = await startMailServer({ ...certificate, disabledCommands: [] })
    const failure = await failureOf(testTransport({ host: notLoopback, port: server.port }).send(message))
    expect(failure.message).toMatch(/does not match|not in the cert/i)
    expect(server.received).toEqual([])
  })

  it.each([false, true])('is sent by a user over TLS (smtps: %s)', async (secure) => {
    const certificate = selfSignedCertificate(notLoopback)
    trust(certificate)
    const passwords: string[] = []
    const server = await startMailServer({ ...signingIn(passwords), ...certificate, secure, disabledCommands: [] })
    await testTransport({ ...account, secure, host: notLoopback, port: server.port }).send(message)
    expect(server.received).toMatchObject([{ secure: true, user: account.user }])
    expect(passwords).toEqual([account.password])
  })
})

describe('a message to this machine', () => {
  it('is sent without TLS, which only this machine could read', async () => {
    const server = await startMailServer({ ...selfSignedCertificate('127.0.0.1'), disabledCommands: [] })
    await testTransport({ host: 'localhost', port: server.port }).send(message)
    expect(server.received).toMatchObject([{ secure: false }])
  })

  it('is sent over TLS where the address says so, to a certificate that holds', async () => {
    const certificate = selfSignedCertificate('127.0.0.1')
    const server = await startMailServer({ ...certificate, secure: true })
    const url = { secure: true, host: 'localhost', port: server.port }
    expect((await failureOf(testTransport(url).send(message))).message).toMatch(/self-signed certificate/)
    trust(certificate)
    await testTransport(url).send(message)
    expect(server.received).toMatchObject([{ secure: true }])
  })
})

describe('signing in', () => {
  it('with a wrong password fails for now: the messages are all right', async () => {
    const passwords: string[] = []
    const server = await startMailServer({ ...signingIn(passwords), allowInsecureAuth: true })
    const failure = await failureOf(testTransport({ ...account, password: 'old', port: server.port }).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false, code: 'EAUTH' })
    expect(failure.response).toMatch(/^535 /)
    expect(passwords).toEqual(['old'])
  })

  it('to a server that offers none fails for now', async () => {
    const server = await startMailServer({ disabledCommands: ['STARTTLS', 'AUTH'] })
    const failure = await failureOf(testTransport({ ...account, port: server.port }).send(message))
    expect(failure).toMatchObject({ permanent: false, code: 'EAUTH' })
    expect(server.received).toEqual([])
  })

  it('is needed where a server asks for it, which fails for now', async () => {
    const server = await startMailServer({ authOptional: false, allowInsecureAuth: true })
    const failure = await failureOf(testTransport(server).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false })
    expect(failure.response).toMatch(/^530 /)
  })
})
