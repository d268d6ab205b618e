import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

/** For what can't go back to the app: a wrong request, or one that ended. */
export function messagePage(title: string, message: string): Html {
  return layout(title, html`<p class="problem">${message}</p>`)
}
