import type { Account } from '../accounts.ts'
import { type Html, html } from '../pages/html.ts'
import { layout } from '../pages/layout.ts'

/** Where the script is that submits the form. */
export const submitScriptPath = '/submit.js'
export const submitScript = 'document.forms[0].submit()\n'

/** Allows that script, and the callbacks of apps on this machine. */
export const callbackFormPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "script-src 'self'",
  'form-action http://localhost:* http://127.0.0.1:*',
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Returns the page that posts a callback, given with its parameters as a query.
 *
 * @see [OAuth 2.0 Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)
 */
export function callbackForm({ origin, pathname, searchParams }: URL, title: string): Html {
  const fields = [...searchParams].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)
  return layout(
    title,
    html`
      <form method="post" action="${origin + pathname}">${fields}<button type="submit">Continue</button></form>
      <script src="${submitScriptPath}"></script>
    `,
  )
}

/** Returns what Apple says of its user, as JSON. */
export function postedUser({ name, email }: Account): string {
  const [firstName = '', ...others] = name.split(' ')
  return JSON.stringify({ name: { firstName, lastName: others.join(' ') }, ...(email === null ? {} : { email }) })
}
