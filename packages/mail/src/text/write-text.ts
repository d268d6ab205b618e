import type { Block, Entry, Link, MailDocument } from '../documents/mail-document.ts'
import { en } from '../messages/en.ts'
import { type Line, lineText } from '../messages/fill-text.ts'

/** Returns a message as plain text: its parts in the order of reading, with an empty line between them. */
export function writeText({ title, blocks, reason }: MailDocument): string {
  return `${lineText(title)}\n\n${blocks.map(blockText).join('')}${footer(reason)}\n`
}

function blockText(block: Block): string {
  return block.type === 'heading' ? `${block.text}\n` : `${contentOf(block)}\n\n`
}

function contentOf(block: Exclude<Block, { readonly type: 'heading' }>): string {
  switch (block.type) {
    case 'paragraph':
    case 'note':
      return lineText(block.line)
    case 'code':
      return `    ${block.code}`
    case 'action':
      return actionText(lineText(block.lead), block.link)
    case 'link':
      return linkText(block.link)
    case 'facts':
      return block.facts.map(({ label, line }) => `  ${label}: ${lineText(line)}`).join('\n')
    case 'entries':
      return [...block.entries.map(entryText), ...(block.more === null ? [] : [block.more])].join('\n\n')
  }
}

/** A sentence that ends with a colon leads to the address; after another, the label of the button does. */
function actionText(lead: string, link: Link): string {
  return lead.endsWith(':') ? `${lead}\n${link.address}` : `${lead}\n\n${linkText(link)}`
}

function linkText({ label, address }: Link): string {
  return `${label}:\n${address}`
}

function entryText({ what, facts, link }: Entry): string {
  return [`- ${lineText(what)}`, ...facts.map((line) => `  ${lineText(line)}`), `  ${link.address}`].join('\n')
}

function footer(reason: Line): string {
  return [en.site, lineText(reason), en.footer.noReplies].join('\n')
}
