import { createECDH, createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { jwtVerify } from 'jose'
import { localClient } from '../local-client.ts'

const sixMonths = '183 days'

/** What the developer account of the local client is called. */
export const localTeam = { teamId: 'LOCALTEAM1', keyId: 'LOCALKEY01' } as const

/**
 * Whether a client secret is what Apple demands: a JWT that the local client signed with its key, for this issuer, of at
 * most six months.
 *
 * @see [Apple: Creating a client secret](https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret)
 */
export async function isSignedSecret(secret: string, issuer: string): Promise<boolean> {
  try {
    const { payload, protectedHeader } = await jwtVerify(secret, localPublicKey(), {
      algorithms: ['ES256'],
      issuer: localTeam.teamId,
      subject: localClient.id,
      audience: issuer,
      requiredClaims: ['iat', 'exp'],
      maxTokenAge: sixMonths,
    })
    const { iat = 0, exp = Number.POSITIVE_INFINITY } = payload
    return protectedHeader.kid === localTeam.keyId && exp - iat <= 15_777_000
  } catch {
    return false
  }
}

/** The key of the local client is made of its id, as its secret is public: the server makes the same one. */
function localPublicKey(): KeyObject {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(createHash('sha256').update(localClient.id).digest())
  const point = ecdh.getPublicKey()
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } })
}
