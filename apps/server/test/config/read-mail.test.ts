import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { refusalOf } from '../support/config-refusal.ts'
import { testSecret } from '../support/test-secret.ts'

const smtp = { SMTP_URL: 'smtps://user:p%40ss@smtp.example.com', MAIL_FROM: 'Latchkey <no-reply@id.example.com>' }

describe('the configuration of mail', () => {
  it('is a server and a sender, with codes on a laptop and without them at a public address', () => {
    expect(readConfig(smtp, '/').mail).toEqual({
      smtp: { secure: true, host: 'smtp.example.com', port: 465, user: 'user', password: 'p@ss' },
      from: { name: 'Latchkey', address: 'no-reply@id.example.com' },
      policy: { proof: 'asked', codes: true, mailbox: null },
    })
    const atPublicAddress = {
      ...smtp,
      PUBLIC_URL: 'https://id.example.com',
      APP_SECRETS: testSecret(),
      TRUST_PROXY: 'loopback',
    }
    expect(readConfig(atPublicAddress, '/').mail?.policy).toEqual({ proof: 'asked', codes: false, mailbox: null })
  })

  it('takes what is asked for', () => {
    const chosen = { EMAIL_PROOF: 'required', EMAIL_CODES: 'off', MAILBOX_URL: 'http://localhost:3020/' }
    expect(readConfig({ ...smtp, ...chosen }, '/').mail?.policy).toEqual({
      proof: 'required',
      codes: false,
      mailbox: 'http://localhost:3020',
    })
  })

  it.each([
    [{ SMTP_URL: smtp.SMTP_URL }, 'MAIL_FROM must be set with SMTP_URL'],
    [{ MAIL_FROM: smtp.MAIL_FROM }, 'MAIL_FROM must be left out without SMTP_URL'],
    [{ EMAIL_PROOF: 'required' }, 'EMAIL_PROOF must be left out without SMTP_URL'],
    [{ EMAIL_CODES: 'on' }, 'EMAIL_CODES must be left out without SMTP_URL'],
    [{ ...smtp, SMTP_URL: 'https://smtp.example.com' }, 'SMTP_URL must be an address like smtps://'],
    [{ ...smtp, MAIL_FROM: 'Latchkey' }, 'MAIL_FROM must be a sender like'],
    [{ ...smtp, MAIL_FROM: 'a@example.com\r\nBcc: b@example.com' }, 'MAIL_FROM must be a sender like'],
    [{ ...smtp, EMAIL_PROOF: 'yes' }, 'EMAIL_PROOF must be asked or required'],
    [{ ...smtp, MAILBOX_URL: 'http://mail.example.com' }, 'MAILBOX_URL must be an http address on localhost'],
  ])('refuses %j: %s', (env, words) => {
    const refusal = refusalOf(env)
    expect(refusal).toContain(words)
    expect(refusal.split('\n')).toHaveLength(1)
    expect(refusal).not.toContain('p%40ss')
  })
})
