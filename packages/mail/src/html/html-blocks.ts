import type { Block, Entry, Fact, Link } from '../documents/mail-document.ts'
import { en } from '../messages/en.ts'
import type { Line } from '../messages/fill-text.ts'
import type { PlainText } from '../values/plain-text.ts'
import { type Html, html } from './html.ts'
import { coloursOf, fontFamily, monospace, type StyleClass } from './html-style.ts'
import { light } from './palette.ts'

/** Returns the attributes of an element: its class, and the same in light as its style. */
export function styled(name: StyleClass, style: string): Html {
  return html`class="lk-${name}" style="${style};${coloursOf(name, light)}"`
}

/** Returns a sentence. The writing direction of a value does not change that of the text around it. */
export function inline(line: Line): Html {
  return html`${line.map((part) => (typeof part === 'string' ? html`${part}` : html`<bdi>${part.value}</bdi>`))}`
}

const body = `font-family:${fontFamily};font-size:16px;line-height:24px`
const small = `font-family:${fontFamily};font-size:14px;line-height:20px`

/** Returns one part of a message. */
export function blockHtml(block: Block): Html {
  switch (block.type) {
    case 'paragraph':
      return html`<p ${styled('text', `margin:0 0 16px;${body}`)}>${inline(block.line)}</p>`
    case 'note':
      return html`<p ${styled('muted', `margin:0 0 16px;${small}`)}>${inline(block.line)}</p>`
    case 'heading':
      return html`<h2
        ${styled('text', `margin:28px 0 8px;font-family:${fontFamily};font-size:16px;line-height:24px;font-weight:600`)}
      >
        ${block.text}
      </h2>`
    case 'code':
      return code(block.code)
    case 'action':
      return action(block.lead, block.link)
    case 'link':
      return html`<p ${styled('text', `margin:0 0 16px;${body}`)}>${anchor(block.link, block.link.label)}</p>`
    case 'facts':
      return facts(block.facts)
    case 'entries':
      return entries(block.entries, block.more)
  }
}

function anchor({ address }: Link, text: string): Html {
  return html`<a href="${address}" ${styled('accent', 'text-decoration:underline')}>${text}</a>`
}

function code(text: PlainText): Html {
  const style = `padding:18px 8px;border-width:1px;border-style:solid;border-radius:8px;font-family:${monospace};font-size:30px;line-height:36px;font-weight:600;letter-spacing:2px;white-space:nowrap`
  return html`<table
    role="presentation"
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="margin:0 0 12px;border-collapse:separate"
  >
    <tr>
      <td align="center" bgcolor="${light.tint}" ${styled('code', style)}>${text}</td>
    </tr>
  </table>`
}

function action(lead: Line, link: Link): Html {
  const style = `display:inline-block;padding:12px 20px;border-radius:8px;font-family:${fontFamily};font-size:16px;line-height:20px;font-weight:600;text-decoration:none`
  return html`<p ${styled('text', `margin:0 0 16px;${body}`)}>${inline(lead)}</p>
    <table
      role="presentation"
      cellpadding="0"
      cellspacing="0"
      border="0"
      style="margin:0 0 12px;border-collapse:separate"
    >
      <tr>
        <td align="center" bgcolor="${light.button}" ${styled('fill', 'border-radius:8px')}>
          <a href="${link.address}" ${styled('button', style)}>${link.label}</a>
        </td>
      </tr>
    </table>
    <p ${styled('muted', `margin:0 0 16px;font-family:${fontFamily};font-size:13px;line-height:18px`)}>
      ${en.copyAddress}<br />${anchor(link, link.address)}
    </p>`
}

function facts(rows: readonly Fact[]): Html {
  const cell = `padding:4px 0;vertical-align:top;text-align:left;${small}`
  return html`<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px;table-layout:fixed">
    ${rows.map(
      ({ label, line }) =>
        html`<tr>
          <th
            scope="row"
            align="left"
            width="40%"
            ${styled('muted', `${cell};width:40%;padding-right:12px;font-size:13px;font-weight:400;word-break:normal`)}
          >
            ${label}
          </th>
          <td ${styled('text', cell)}>${inline(line)}</td>
        </tr>`,
    )}
  </table>`
}

function entries(list: readonly Entry[], more: string | null): Html {
  return html`<table
      role="presentation"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border="0"
      style="margin:0 0 8px;table-layout:fixed"
    >
      ${list.map(entry)}
    </table>
    ${more === null ? '' : html`<p ${styled('muted', `margin:0 0 16px;${small}`)}>${more}</p>`}`
}

function entry({ what, facts: lines, link }: Entry): Html {
  return html`<tr>
    <td ${styled('rule', 'padding:12px 0;border-top-width:1px;border-top-style:solid')}>
      <p ${styled('text', `margin:0 0 2px;${body};font-weight:600`)}>${inline(what)}</p>
      ${lines.map((line) => html`<p ${styled('muted', `margin:0 0 2px;${small}`)}>${inline(line)}</p>`)}
      <p style="margin:6px 0 0;${small}">${anchor(link, link.label)}</p>
    </td>
  </tr>`
}
