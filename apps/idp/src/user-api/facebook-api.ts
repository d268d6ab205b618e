import { createHmac } from 'node:crypto'
import { sendJson, urlOf } from '../http/respond.ts'
import { localClient } from '../local-client.ts'
import type { AnswerAbout, UserApiProfile } from './user-api-profile.ts'

const version = '/v23.0'

/**
 * Gives the fields that are asked for, and says of no address that it is verified. Requires the proof of the app's secret,
 * as an app can demand.
 *
 * @see [Facebook: Secure Graph API calls](https://developers.facebook.com/docs/graph-api/guides/secure-requests)
 */
const me: AnswerAbout = (response, { choice: { account } }, request) => {
  const { searchParams } = urlOf(request)
  const token = (request.headers.authorization ?? '').split(' ')[1] ?? ''
  const proof = createHmac('sha256', localClient.secret).update(token).digest('hex')
  if (searchParams.get('appsecret_proof') !== proof) {
    return sendJson(response, 400, { error: { message: 'Invalid appsecret_proof provided', code: 100 } })
  }
  const { email } = account
  const said = { id: `1022${account.githubId}`, name: account.name, ...(email === null ? {} : { email }) }
  const fields = (searchParams.get('fields') ?? 'id,name').split(',')
  return sendJson(response, 200, Object.fromEntries(Object.entries(said).filter(([name]) => fields.includes(name))))
}

export const facebookProfile: UserApiProfile = {
  authorizePath: `${version}/dialog/oauth`,
  tokenPath: `/graph${version}/oauth/access_token`,
  refusedCode: { status: 400, error: 'OAuthException' },
  basicOnly: false,
  tokenPrefix: 'EAA',
  scopeSeparator: ',',
  resources: { [`/graph${version}/me`]: me },
  answerStranger: (response) =>
    sendJson(response, 400, { error: { message: 'Invalid OAuth access token', type: 'OAuthException', code: 190 } }),
}
