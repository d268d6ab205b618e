import { type Html, html } from './html.ts'

/** An address, without the punctuation of the sentence that it ends. */
const address = /(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?()[\]])/

/** Returns a text with its addresses as links. */
export function linkedText(text: string): readonly Html[] {
  return text
    .split(address)
    .map((part, index) =>
      index % 2 === 0 ? html`${part}` : html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>`,
    )
}
