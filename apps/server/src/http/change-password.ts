import { changePasswordPath } from '@latchkey/schema'
import { Router } from 'express'

/**
 * Leads password managers to the page where a user changes the password.
 *
 * @see [A Well-Known URL for Changing Passwords](https://w3c.github.io/webappsec-change-password-url/)
 */
export function changePassword(): Router {
  const router = Router()
  router.get('/.well-known/change-password', (_req, res) => {
    res.set('Cache-Control', 'no-store').redirect(303, changePasswordPath)
  })
  return router
}
