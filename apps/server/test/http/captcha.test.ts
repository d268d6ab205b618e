import { describe, expect, it, onTestFinished } from 'vitest'
import { createCaptchaVerifier } from '../../src/captcha/create-captcha-verifier.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { createLogger } from '../../src/log/logger.ts'
import { type CaptchaFault, type CaptchaProviderDouble, startCaptchaProvider } from '../support/captcha-provider.ts'
import { mailEnv, type MailServer, signUpByMail, startMailServer } from '../support/mail.ts'
import { ada, type Answer, startTestServer, type TestServer } from '../support/test-server.ts'

/** Milliseconds: longer than a busy machine takes to answer. */
const captchaTimeout = 20_000
/** Milliseconds, for a provider that does not answer: these tests do not wait for the three seconds of a server. */
const shortTimeout = 100

interface Started {
  readonly provider: CaptchaProviderDouble
  readonly server: MailServer
}

async function startProvider(): Promise<CaptchaProviderDouble> {
  const provider = await startCaptchaProvider()
  onTestFinished(provider.close)
  return provider
}

/** Starts a server that sends mail and asks for the CAPTCHA of a provider of its own. */
async function start(name: 'turnstile' | 'hcaptcha' = 'turnstile', timeout = captchaTimeout): Promise<Started> {
  const provider = await startProvider()
  return { provider, server: await startMailServer({ env: provider.envOf(name), captchaTimeout: timeout }) }
}

function reason({ status, body }: Answer): unknown {
  return [status, body?.error?.data.reason ?? null]
}

function failures({ log }: TestServer, message = 'the CAPTCHA was not verified'): readonly unknown[] {
  const lines = log.map((line) => JSON.parse(line) as { readonly msg: string; readonly failure?: string })
  return lines.filter(({ msg }) => msg === message).map(({ failure }) => failure)
}

const calls = [
  ['sign-up', 'auth.signUp', (email: string) => ({ ...ada, email })],
  ['reset', 'auth.requestPasswordReset', (email: string) => ({ email })],
  ['request for a code', 'auth.requestSignInCode', (email: string) => ({ email })],
] as const

describe.each(calls)('a CAPTCHA before a %s', (_, path, inputOf) => {
  it('has to be passed, once for each call', async () => {
    const { provider, server } = await start()
    const visitor = server.visitor()
    const input = inputOf(ada.email)
    expect(reason(await visitor.mutate(path, input))).toEqual([403, 'CAPTCHA_REQUIRED'])
    expect(provider.verifications).toEqual([])
    expect(reason(await visitor.mutate(path, { ...input, captcha: 'made-up' }))).toEqual([403, 'CAPTCHA_REFUSED'])
    expect(await server.readMail()).toEqual([])

    const captcha = provider.solve()
    expect(reason(await visitor.mutate(path, { ...input, captcha }))).toEqual([200, null])
    expect(await server.readMail()).toHaveLength(1)
    expect(reason(await visitor.mutate(path, { ...input, captcha }))).toEqual([403, 'CAPTCHA_REFUSED'])
    expect(await server.readMail()).toEqual([])
    expect(provider.verifications[1]).toEqual({ secret: 'not-a-secret', response: captcha, remoteip: '127.0.0.1' })
    expect(server.log.join('')).not.toContain(captcha)
    expect(server.log.join('')).not.toContain('not-a-secret')
  })

  it('is answered the same for an address with a user as for one without', async () => {
    const { provider, server } = await start()
    await signUpByMail(server, { ...ada, captcha: provider.solve() })
    const answers = await Promise.all(
      [ada.email, 'bob@example.com'].flatMap((email) => [
        server.visitor().mutate(path, inputOf(email)),
        server.visitor().mutate(path, { ...inputOf(email), captcha: 'made-up' }),
      ]),
    )
    const learned = answers.map((answer) => [reason(answer), answer.text.replace(/"requestId":"[^"]+"/, '')])
    expect(learned.slice(2)).toEqual(learned.slice(0, 2))
    expect(await server.readMail()).toEqual([])
  })
})

describe('a server with a CAPTCHA', () => {
  it('says what a page shows', async () => {
    const { provider, server } = await start('hcaptcha')
    expect((await server.visitor().query('auth.captcha')).body.result.data).toEqual({
      provider: 'hcaptcha',
      siteKey: 'site-key',
      scriptUrl: `${provider.url}/api.js?render=explicit&recaptchacompat=off`,
    })
    const none = await startTestServer()
    expect((await none.visitor().query('auth.captcha')).body.result.data).toBeNull()
  })

  it('asks for it before a sign-up where no mail is configured, and stores nothing when it is refused', async () => {
    const provider = await startProvider()
    const server = await startTestServer({ env: provider.envOf('turnstile'), captchaTimeout })
    const visitor = server.visitor()
    expect(reason(await visitor.mutate('auth.signUp', ada))).toEqual([403, 'CAPTCHA_REQUIRED'])
    expect(reason(await visitor.mutate('auth.signUp', { ...ada, captcha: 'made-up' }))).toEqual([
      403,
      'CAPTCHA_REFUSED',
    ])
    expect(visitor.cookie).toBeNull()
    const signIn = { email: ada.email, password: ada.password }
    expect(reason(await visitor.mutate('auth.signIn', signIn))).toEqual([401, 'INVALID_CREDENTIALS'])
    const captcha = provider.solve()
    expect(reason(await visitor.mutate('auth.signUp', { ...ada, captcha }))).toEqual([200, null])
    expect(reason(await visitor.mutate('auth.requestPasswordReset', { email: ada.email }))).toEqual([
      404,
      'MAIL_NOT_CONFIGURED',
    ])
  })

  it('refuses a program that asks for a code: it shows no CAPTCHA', async () => {
    const { provider, server } = await start()
    const input = { email: ada.email }
    expect(reason(await server.visitor().mutate('tokens.requestCode', input))).toEqual([403, 'CAPTCHA_REQUIRED'])
    expect(await server.readMail()).toEqual([])
    expect(provider.verifications).toEqual([])
  })

  it('asks for none where an address is changed, and takes no response there', async () => {
    const { provider, server } = await start()
    const laptop = await signUpByMail(server, { ...ada, captcha: provider.solve() })
    const next = { email: 'countess@example.com' }
    expect(reason(await laptop.mutate('auth.requestEmailChange', { ...next, captcha: 'x' }))).toEqual([
      400,
      'INVALID_INPUT',
    ])
    expect(reason(await laptop.mutate('auth.requestEmailChange', next))).toEqual([200, null])
  })

  it('takes no response that is too long, or that is no text of a provider', async () => {
    const { provider, server } = await start()
    for (const captcha of ['', 'x'.repeat(8193), 'a b', 'ä', null]) {
      const answer = await server.visitor().mutate('auth.requestPasswordReset', { email: ada.email, captcha })
      expect(reason(answer)).toEqual([400, 'INVALID_INPUT'])
    }
    expect(provider.verifications).toEqual([])
  })

  it('refuses what was solved at another host, where the provider vouches for that', async () => {
    const { provider, server } = await start()
    const asked = async (captcha: string): Promise<unknown> =>
      reason(await server.visitor().mutate('auth.requestPasswordReset', { email: ada.email, captcha }))
    provider.answers.extra = { hostname: 'evil.example.com' }
    expect(await asked(provider.solve())).toEqual([403, 'CAPTCHA_REFUSED'])
    provider.answers.extra = { hostname: 'localhost' }
    expect(await asked(provider.solve())).toEqual([200, null])
  })

  it('names the site to hCaptcha, and does not rely on the host name that it says', async () => {
    const { provider, server } = await start('hcaptcha')
    provider.answers.extra = { hostname: 'not-provided' }
    const input = { email: ada.email, captcha: provider.solve() }
    expect(reason(await server.visitor().mutate('auth.requestPasswordReset', input))).toEqual([200, null])
    expect(provider.verifications).toEqual([
      { secret: 'not-a-secret', response: input.captcha, remoteip: '127.0.0.1', sitekey: 'site-key' },
    ])
  })

  it('counts what is refused, and asks the provider no more once there was too much of it', async () => {
    const { provider, server } = await start()
    const input = { email: ada.email, captcha: 'made-up' }
    const ask = async (path: string): Promise<unknown> => reason(await server.visitor().mutate(path, input))
    for (let call = 0; call < 50; call += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      expect(await ask('auth.requestPasswordReset')).toEqual([403, 'CAPTCHA_REFUSED'])
    }
    expect(await ask('auth.requestPasswordReset')).toEqual([429, 'RATE_LIMITED'])
    expect(await ask('auth.requestSignInCode')).toEqual([429, 'RATE_LIMITED'])
    expect(reason(await server.visitor().mutate('auth.signUp', { ...ada, captcha: provider.solve() }))).toEqual([
      429,
      'RATE_LIMITED',
    ])
    expect(provider.verifications).toHaveLength(50)
  })

  it('leaves the limit of mails as it is', async () => {
    const { provider, server } = await start()
    const ask = async (): Promise<unknown> =>
      reason(
        await server.visitor().mutate('auth.requestPasswordReset', { email: ada.email, captcha: provider.solve() }),
      )
    const answers = [await ask(), await ask(), await ask(), await ask(), await ask(), await ask()]
    expect(answers).toEqual([...Array.from({ length: 5 }, () => [200, null]), [429, 'RATE_LIMITED']])
  })
})

describe('a provider that gives no usable answer', () => {
  it.each<[CaptchaFault, string]>([
    ['never', 'TimeoutError'],
    ['slow body', 'TimeoutError'],
    ['error', 'HTTP_500'],
    ['junk', 'ANSWER_INVALID'],
    ['endless', 'ANSWER_TOO_LARGE'],
    ['redirect', 'HTTP_302'],
  ])('as %s lets calls through, and the log says so: %s', async (fault, failure) => {
    const { provider, server } = await start('turnstile', failure === 'TimeoutError' ? shortTimeout : captchaTimeout)
    provider.answers.fault = fault
    const input = { email: ada.email, captcha: 'made-up' }
    expect(reason(await server.visitor().mutate('auth.requestPasswordReset', input))).toEqual([200, null])
    expect(failures(server)).toEqual([failure])
    expect(reason(await server.visitor().mutate('auth.requestPasswordReset', { email: ada.email }))).toEqual([
      403,
      'CAPTCHA_REQUIRED',
    ])
  })

  it('as one that is away counts against no network, and the limit of mails holds', async () => {
    const { provider, server } = await start()
    await provider.close()
    const ask = async (email: string): Promise<unknown> =>
      reason(await server.visitor().mutate('auth.requestPasswordReset', { email, captcha: 'made-up' }))
    for (let call = 0; call < 30; call += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      expect(await ask(`user${call}@example.com`)).toEqual([200, null])
    }
    expect(await ask('user30@example.com')).toEqual([429, 'RATE_LIMITED'])
    expect(new Set(failures(server))).toEqual(new Set(['ECONNREFUSED']))
  })

  it('as one that does not know the secret lets calls through, but no error that a response could bring about does', async () => {
    const provider = await startProvider()
    const env = { ...provider.envOf('turnstile'), CAPTCHA_SECRET: 'another' }
    const server = await startMailServer({ env, captchaTimeout })
    const input = { email: ada.email, captcha: 'made-up' }
    expect(reason(await server.visitor().mutate('auth.requestPasswordReset', input))).toEqual([200, null])
    expect(failures(server)).toEqual(['INVALID_INPUT_SECRET'])

    const wrong = await start()
    wrong.provider.answers.fault = 'not found'
    expect(reason(await wrong.server.visitor().mutate('auth.requestPasswordReset', input))).toEqual([
      403,
      'CAPTCHA_REFUSED',
    ])
    expect(failures(wrong.server, 'a response of the CAPTCHA was refused with an error')).toEqual(['HTTP_404'])
  })

  it('is asked about a bounded number of responses at a time', async () => {
    const provider = await startProvider()
    provider.answers.fault = 'never'
    const { captcha: config } = readConfig({ ...provider.envOf('turnstile') }, '/')
    if (config === null) throw new Error('no CAPTCHA is configured')
    const log = createLogger('silent', { write: () => undefined })
    const verifierWith = (timeout: number) => createCaptchaVerifier({ config, hostname: 'localhost', log, timeout })
    const verifier = verifierWith(shortTimeout)
    const verdicts = await Promise.allSettled(Array.from({ length: 51 }, () => verifier.verify('response', null)))
    expect(verdicts.slice(0, 50)).toEqual(
      Array.from({ length: 50 }, () => ({ status: 'fulfilled', value: 'unavailable' })),
    )
    expect(verdicts[50]).toMatchObject({ status: 'rejected', reason: { code: 'RATE_LIMITED', retryAfter: 2 } })
    provider.answers.fault = null
    expect(await verifier.verify(provider.solve(), null)).toMatch(/^(?:passed|unavailable)$/)
    expect(await verifierWith(captchaTimeout).verify(provider.solve(), null)).toBe('passed')
  })
})

describe('the content security policy', () => {
  async function policyOf(env: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const server = await startTestServer({ env })
    const { headers } = await server.visitor().request('/sign-up')
    expect(headers.get('Cross-Origin-Embedder-Policy')).toBeNull()
    const directives = (headers.get('Content-Security-Policy') ?? '').split(';')
    return Object.fromEntries(directives.map((directive) => directive.split(/ (.*)/, 2) as [string, string]))
  }

  it('allows a page the origins of the provider, and nothing else beside its own', async () => {
    const plain = await policyOf({})
    expect(plain).not.toHaveProperty('frame-src')
    const keys = { CAPTCHA_SITE_KEY: 'site-key', CAPTCHA_SECRET: 'not-a-secret' }
    const cloudflare = 'https://challenges.cloudflare.com'
    const turnstile = await policyOf({ CAPTCHA_PROVIDER: 'turnstile', ...keys })
    const nonce = expect.stringMatching(/^'self' 'nonce-[\w-]{22}'$/)
    expect(turnstile).toEqual({
      ...plain,
      'style-src': nonce,
      'script-src': `'self' ${cloudflare}`,
      'frame-src': cloudflare,
    })
    const both = 'https://hcaptcha.com https://*.hcaptcha.com'
    const hcaptcha = await policyOf({ CAPTCHA_PROVIDER: 'hcaptcha', ...keys })
    expect(hcaptcha).toEqual({
      ...plain,
      'script-src': `'self' ${both}`,
      'style-src': expect.stringMatching(
        /^'self' 'nonce-[\w-]{22}' https:\/\/hcaptcha\.com https:\/\/\*\.hcaptcha\.com$/,
      ),
      'connect-src': `'self' ${both}`,
      'frame-src': both,
    })
  })

  it('allows answers to calls and files nothing of it', async () => {
    const provider = await startProvider()
    const server = await startTestServer({ env: { ...mailEnv, ...provider.envOf('turnstile') } })
    for (const path of ['/trpc/auth.me', '/favicon.svg']) {
      // oxlint-disable-next-line no-await-in-loop -- one server, few requests
      const { headers } = await server.visitor().request(path)
      expect(headers.get('Content-Security-Policy')).not.toContain('http')
    }
  })
})
