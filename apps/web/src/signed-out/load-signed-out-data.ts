import { query } from '../api/call-procedure.ts'
import { signInPurpose } from '../navigation/sign-in-purpose.ts'
import type { SignedOutData } from './signed-out-page.ts'

export interface LoadedSignedOutData {
  readonly isSignedIn: boolean
  /** The parts for which there is an answer. */
  readonly data: Partial<SignedOutData>
}

/** Asks the server, in one request, for what the sign-in and the sign-up page show, and whether they are needed at all. */
export async function loadSignedOutData(returnTo: string): Promise<LoadedSignedOutData> {
  const leadsToApp = signInPurpose(returnTo)?.kind === 'app'
  // Without an app, in the order of the request that is on its way since before this code was there: see
  // first-paint/first-queries.ts.
  const [providers, policy, mail, captcha, options, me] = await Promise.all([
    answerOf(query('oauth', 'providers')),
    answerOf(query('passwords', 'policy')),
    answerOf(query('auth', 'mailOptions')),
    answerOf(query('auth', 'captcha')),
    leadsToApp ? answerOf(query('grants', 'options')) : null,
    answerOf(query('auth', 'me')),
  ])
  return {
    isSignedIn: me !== null,
    data: {
      ...(providers !== null && { providers }),
      ...(policy !== null && { policy }),
      ...(mail !== null && { mail }),
      ...(captcha !== null && { captcha }),
      ...(options !== null && { clients: options.clients }),
    },
  }
}

/** Without an answer the form still shows: its submission will say what is wrong. */
async function answerOf<Answer>(call: Promise<Answer>): Promise<Answer | null> {
  return call.catch(() => null)
}
