import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { captchaPage, captchaScript } from './captcha-page.ts'

/** The public key and the secret that the provider knows. */
export const captchaKeys = { CAPTCHA_SITE_KEY: 'site-key', CAPTCHA_SECRET: 'not-a-secret' } as const

/** How the provider answers a verification, other than as it should. */
export type CaptchaFault = 'never' | 'slow body' | 'error' | 'junk' | 'endless' | 'not found' | 'redirect'

/** What the server sent to have a response verified. */
export type Verification = Readonly<Record<string, string>>

export interface CaptchaProviderDouble {
  readonly url: string
  /** The variables that make a server ask for its CAPTCHA. */
  readonly envOf: (provider: 'turnstile' | 'hcaptcha') => Readonly<Record<string, string>>
  /** Returns a response that passes once. */
  readonly solve: () => string
  /** Every verification that was asked for. */
  readonly verifications: readonly Verification[]
  /** What it adds to its answers, and what it answers instead. */
  readonly answers: { extra: object; fault: CaptchaFault | null }
  readonly close: () => Promise<void>
}

/** A provider of a CAPTCHA on a port of its own: it verifies responses, and has a script with a widget that is one button. */
export async function startCaptchaProvider(): Promise<CaptchaProviderDouble> {
  const unused = new Set<string>()
  const verifications: Verification[] = []
  const answers: CaptchaProviderDouble['answers'] = { extra: {}, fault: null }
  let solved = 0

  function solve(): string {
    solved += 1
    const response = `response-${solved}`
    unused.add(response)
    return response
  }

  function answerTo({ secret, response = '', sitekey = captchaKeys.CAPTCHA_SITE_KEY }: Verification): object {
    if (secret !== captchaKeys.CAPTCHA_SECRET) return { success: false, 'error-codes': ['invalid-input-secret'] }
    const passes = unused.delete(response) && sitekey === captchaKeys.CAPTCHA_SITE_KEY
    return passes ? { success: true, ...answers.extra } : { success: false, 'error-codes': ['invalid-input-response'] }
  }

  async function verify(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await textOf(request))
    verifications.push(Object.fromEntries(form))
    if (answers.fault !== null) return fail(response, answers.fault)
    sendJson(response, answerTo(Object.fromEntries(form)))
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider')
    if (pathname === '/siteverify' && request.method === 'POST') void verify(request, response)
    else if (pathname === '/api.js') send(response, 'text/javascript', captchaScript(searchParams.get('onload')))
    else if (pathname === '/widget') send(response, 'text/html', captchaPage(searchParams))
    else if (pathname === '/solve') sendJson(response, { response: solve() })
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    envOf: (provider) => ({
      CAPTCHA_PROVIDER: provider,
      ...captchaKeys,
      CAPTCHA_VERIFY_URL: `${url}/siteverify`,
      CAPTCHA_SCRIPT_URL: `${url}/api.js`,
    }),
    solve,
    verifications,
    answers,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function fail(response: ServerResponse, fault: CaptchaFault): void {
  switch (fault) {
    case 'never':
      return
    case 'slow body':
      response.writeHead(200, { 'Content-Type': 'application/json' }).write('{"success":')
      return
    case 'error':
      response.writeHead(500).end('{"success":false,"error-codes":["invalid-input-response"]}')
      return
    case 'junk':
      response.end('<html>Be right back</html>')
      return
    case 'endless':
      response.end(`{"success":true,"padding":"${'x'.repeat(64 * 1024)}"}`)
      return
    case 'not found':
      response.writeHead(404).end('not found')
      return
    case 'redirect':
      response.writeHead(302, { Location: '/elsewhere' }).end()
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function sendJson(response: ServerResponse, body: object): void {
  send(response, 'application/json', JSON.stringify(body))
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'Content-Type': type }).end(body)
}
