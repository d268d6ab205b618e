import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

/** The page for an address that has none. */
export function problemPage(title: string, problem: string): Html {
  return layout(
    `${title} (local)`,
    html`<nav><a href="/">Mailbox</a></nav>
      <h1>${title}</h1>
      <p class="problem">${problem}</p>`,
  )
}
