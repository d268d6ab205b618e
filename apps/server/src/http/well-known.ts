import type { Auth } from '@latchkey/auth'
import { Router } from 'express'

/** Shorter than a key is published before it signs: who keeps the list so long knows every key in time. */
const maxAge = 600

/** What others need to verify our access tokens by themselves. */
export function wellKnown(auth: Auth): Router {
  const router = Router()
  router.get('/.well-known/jwks.json', async (_req, res) => {
    const keys = await auth.signingKeys.publicKeys()
    res.set('Cache-Control', `public, max-age=${maxAge}`).type('application/jwk-set+json').json({ keys })
  })
  return router
}
