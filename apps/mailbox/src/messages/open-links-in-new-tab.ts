/** White space, comments and the document type, which must stay first. A comment ends at its first end: no two ways to match. */
const leading = /^(?:\s|<!--(?:(?!-->)[\s\S])*-->)*<!doctype[^>]*>/i

/**
 * Returns the HTML of a message with a base element that has its links open in a new tab. In the frame of the mailbox most
 * pages that they lead to would refuse to be shown.
 */
export function openLinksInNewTab(html: string): string {
  const doctype = leading.exec(html)?.[0] ?? ''
  return `${doctype}<base target="_blank">${html.slice(doctype.length)}`
}
