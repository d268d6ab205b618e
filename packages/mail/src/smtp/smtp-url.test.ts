import { describe, expect, it } from 'vitest'
import { parseSmtpUrl } from './smtp-url.ts'

describe('the address of a server', () => {
  it.each([
    ['smtp://smtp.example.com', { secure: false, host: 'smtp.example.com', port: 587, user: null, password: null }],
    ['smtps://smtp.example.com/', { secure: true, host: 'smtp.example.com', port: 465, user: null, password: null }],
    [
      'SMTP://SMTP.Example.com:2525',
      { secure: false, host: 'smtp.example.com', port: 2525, user: null, password: null },
    ],
    [
      'smtps://no-reply%40example.com:p%3A%2F%40ss%20w%C3%B6rd@smtp.example.com:465',
      {
        secure: true,
        host: 'smtp.example.com',
        port: 465,
        user: 'no-reply@example.com',
        password: 'p:/@ss wörd',
      },
    ],
    ['smtp://127.0.0.1:3025', { secure: false, host: '127.0.0.1', port: 3025, user: null, password: null }],
    ['smtp://[::1]:3025', { secure: false, host: '::1', port: 3025, user: null, password: null }],
  ])('is read from %j', (text, server) => {
    expect(parseSmtpUrl(text)).toEqual(server)
  })

  it.each([
    '',
    'smtp.example.com',
    'smtp.example.com:587',
    'smtp://',
    'smtp:smtp.example.com',
    'https://smtp.example.com',
    'direct://smtp.example.com',
    'smtp://smtp.example.com/path',
    'smtp://smtp.example.com?secure=false',
    'smtp://smtp.example.com/?tls.rejectUnauthorized=false',
    'smtp://smtp.example.com#fragment',
    'smtp://smtp.example.com:0',
    'smtp://smtp.example.com:99999',
    'smtp://user@smtp.example.com',
    'smtp://:password@smtp.example.com',
    'smtp://user:p%ss@smtp.example.com',
    'smtp://user:p%0D%0Ass@smtp.example.com',
    'smtp://smtp example.com',
    'smtp://smtp%20example.com',
    'smtp://smtp_example.com',
    'smtp://-smtp.example.com',
    'smtp://bücher.example',
  ])('is not read from %j', (text) => {
    expect(parseSmtpUrl(text)).toBeNull()
  })
})
