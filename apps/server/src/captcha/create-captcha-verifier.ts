import { AuthError, type CaptchaVerdict, type CaptchaVerifier, failureCode } from '@latchkey/auth'
import { z } from 'zod'
import type { CaptchaConfig } from '../config/read-captcha.ts'
import type { Log } from '../log/logger.ts'
import { captchaProviders } from './captcha-providers.ts'

/** Milliseconds for the whole answer: a user waits for it. */
const defaultTimeout = 3000
/** An answer has some hundred bytes. */
const maxBytes = 16 * 1024
/** How many responses are verified at a time. */
const maxVerifications = 50
/** Seconds until another try makes sense where as many are being verified. */
const retryAfter = 2

/** The fields of an answer that decide. A provider may add others. */
const answer = z.object({
  success: z.boolean(),
  hostname: z.string().nullish(),
  'error-codes': z.array(z.string()).nullish(),
})
type Answer = z.output<typeof answer>

/**
 * The errors that no response brings about: the fault is the provider's, or the operator's. All others are refusals: a program
 * must not be able to send a response whose error lets it pass.
 */
const faults: ReadonlySet<string> = new Set(['internal-error', 'missing-input-secret', 'invalid-input-secret'])

export interface CaptchaVerifierDependencies {
  readonly config: CaptchaConfig
  /** The host name of the pages that ask for responses. */
  readonly hostname: string
  readonly log: Log
  /** Milliseconds for the whole answer. */
  readonly timeout?: number
}

/** Returns what asks the configured provider about responses. */
export function createCaptchaVerifier({
  config,
  hostname,
  log,
  timeout = defaultTimeout,
}: CaptchaVerifierDependencies): CaptchaVerifier {
  const { view, secret, verifyUrl } = config
  const provider = captchaProviders[view.provider]
  let underWay = 0

  async function ask(response: string, ip: string | null): Promise<CaptchaVerdict> {
    const form = new URLSearchParams({
      secret,
      response,
      ...(ip !== null && { remoteip: ip }),
      ...(provider.takesSiteKey && { sitekey: view.siteKey }),
    })
    const reply = await fetch(verifyUrl, {
      method: 'POST',
      headers: { Accept: 'application/json', 'User-Agent': 'Latchkey' },
      body: form,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    })
    if (reply.status >= 500) {
      await reply.body?.cancel()
      throw failed(codeOf(reply))
    }
    const parsed = answer.safeParse(parseJson(await readBounded(reply)))
    if (parsed.success) return verdictOf(parsed.data)
    if (!blamesRequest(reply)) throw failed(reply.status === 200 ? 'ANSWER_INVALID' : codeOf(reply))
    log.warn({ failure: codeOf(reply) }, 'a response of the CAPTCHA was refused with an error')
    return 'refused'
  }

  function verdictOf({ success, hostname: solvedAt, 'error-codes': codes }: Answer): CaptchaVerdict {
    if (success) {
      const isElsewhere = provider.vouchesForHostname && Boolean(solvedAt) && solvedAt !== hostname
      return isElsewhere ? 'refused' : 'passed'
    }
    const [first] = codes ?? []
    if (first === undefined || codes?.every((code) => faults.has(code)) !== true) return 'refused'
    throw failed(first.toUpperCase().replaceAll('-', '_'))
  }

  return {
    view,
    async verify(response, ip) {
      if (underWay >= maxVerifications) throw new AuthError('RATE_LIMITED', retryAfter)
      underWay += 1
      try {
        return await ask(response, ip)
      } catch (error) {
        log.warn({ failure: failureCode(error) ?? 'Error' }, 'the CAPTCHA was not verified')
        return 'unavailable'
      } finally {
        underWay -= 1
      }
    },
  }
}

/** Whether a status says that the request was not accepted, and neither that it came too late nor that there were too many. */
function blamesRequest({ status }: Response): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429
}

function codeOf({ status }: Response): string {
  return `HTTP_${status}`
}

function failed(code: string): Error {
  return Object.assign(new Error('the CAPTCHA was not verified'), { code })
}

async function readBounded({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw failed('ANSWER_TOO_LARGE')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
