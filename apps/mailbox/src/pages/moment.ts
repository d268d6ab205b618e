import { type Html, html } from './html.ts'

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

/** A moment in the time zone of this machine. */
export function moment(date: Date): Html {
  return html`<time datetime="${date.toISOString()}">${format.format(date)}</time>`
}
