import { describe, expect, it } from 'vitest'
import { defaultTimeouts, isLoopback, poolOptions } from './pool-options.ts'
import { parseSmtpUrl } from './smtp-url.ts'

function optionsFor(text: string): ReturnType<typeof poolOptions> {
  const url = parseSmtpUrl(text)
  if (url === null) throw new Error(`${text} is no address of a server.`)
  return poolOptions(url, defaultTimeouts)
}

describe('the options of the pool', () => {
  it.each([
    'smtp://smtp.example.com',
    'smtp://192.0.2.1',
    'smtp://localhost.example.com',
    'smtp://127.0.0.1.example.com',
    'smtp://128.0.0.1',
    'smtp://127.1',
    'smtp://0.0.0.0',
    'smtp://[::]',
    'smtp://[::ffff:127.0.0.1]',
  ])('need STARTTLS for %s', (text) => {
    expect(optionsFor(text)).toMatchObject({ secure: false, requireTLS: true, ignoreTLS: false })
  })

  it.each(['smtp://localhost', 'smtp://mail.localhost', 'smtp://127.0.0.1', 'smtp://127.8.9.10', 'smtp://[::1]'])(
    'need no TLS for %s, which is this machine',
    (text) => {
      expect(optionsFor(text)).toMatchObject({ secure: false, requireTLS: false, ignoreTLS: true })
    },
  )

  it.each(['smtps://smtp.example.com', 'smtps://localhost'])('begin with TLS for %s', (text) => {
    expect(optionsFor(text)).toMatchObject({ secure: true, ignoreTLS: false })
  })

  it.each(['smtp://smtp.example.com', 'smtps://smtp.example.com', 'smtp://localhost'])(
    'verify certificates, read no files and fetch nothing for %s',
    (text) => {
      expect(optionsFor(text)).toMatchObject({
        tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      expect(optionsFor(text)).not.toHaveProperty('opportunisticTLS')
    },
  )

  it('have the timeouts, and sign in only where there is a user', () => {
    expect(optionsFor('smtps://smtp.example.com')).toMatchObject({
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
    })
    expect(optionsFor('smtps://smtp.example.com')).not.toHaveProperty('auth')
    expect(optionsFor('smtps://a:b@smtp.example.com')).toMatchObject({
      auth: { user: 'a', pass: 'b' },
      forceAuth: true,
    })
  })
})

it('a host that only begins or ends like a loopback address is another machine', () => {
  expect(['localhost', 'a.localhost', '127.0.0.1', '::1'].filter(isLoopback)).toHaveLength(4)
  expect(['evil-localhost', 'localhost.evil', '1127.0.0.1', '127.0.0.1a', '::11', ''].filter(isLoopback)).toEqual([])
})
