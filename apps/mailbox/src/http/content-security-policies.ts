import { createHash } from 'node:crypto'
import { reloadScript } from '../pages/reload-script.ts'

/** What the HTML of a message may do in its frame: its links open in a new tab. It runs no script and has no origin. */
export const frameSandbox = 'allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation'

const scriptHash = createHash('sha256').update(reloadScript).digest('base64')

/** Of the pages of the mailbox, whose only script is the one that reloads them. */
export const pagePolicy = policy(
  "default-src 'none'",
  `script-src 'sha256-${scriptHash}'`,
  "style-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
)

/** Of the HTML of a message, in the frame and when it is opened by itself. */
export const messagePolicy = policy(
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  `sandbox ${frameSandbox}`,
)

/** Of everything that is no page. */
export const sourcePolicy = policy("default-src 'none'", "frame-ancestors 'none'", 'sandbox')

function policy(...directives: readonly string[]): string {
  return directives.join('; ')
}
