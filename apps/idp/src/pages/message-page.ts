import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

/** The page for a request that can't be redirected to the app: it is malformed, or its interaction ended. */
export function messagePage(title: string, message: string): Html {
  return layout(title, html`<p class="problem">${message}</p>`)
}
