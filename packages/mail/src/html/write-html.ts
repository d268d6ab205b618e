import type { MailDocument } from '../documents/mail-document.ts'
import { en } from '../messages/en.ts'
import { lineText } from '../messages/fill-text.ts'
import { html, Html } from './html.ts'
import { blockHtml, inline, styled } from './html-blocks.ts'
import { fontFamily, styleSheet } from './html-style.ts'
import { light } from './palette.ts'

/**
 * Returns a message as a page of HTML for mail programs: tables, styles in the elements, nothing from elsewhere, no script.
 * It fits 320 pixels, and is dark where the reader's system is.
 */
export function writeHtml(document: MailDocument): string {
  const { subject, preview } = document
  return html`<!doctype html>
    <html lang="${en.language}" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="x-apple-disable-message-reformatting" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${subject}</title>
        <style>
          ${new Html(styleSheet)}
        </style>
      </head>
      <body ${styled('page', 'margin:0;padding:0;-webkit-text-size-adjust:100%')}>
        <div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all">
          ${lineText(preview)}
        </div>
        ${page(document)}
      </body>
    </html> `.text
}

function page({ title, blocks, reason }: MailDocument): Html {
  return html`<table
    role="presentation"
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    bgcolor="${light.page}"
    ${styled('page', 'width:100%')}
  >
    <tr>
      <td align="center" style="padding:24px 12px">
        <table
          role="presentation"
          width="560"
          cellpadding="0"
          cellspacing="0"
          border="0"
          style="width:100%;max-width:560px;table-layout:fixed"
        >
          <tr>
            <td
              align="left"
              ${styled('accent', `padding:0 0 16px;font-family:${fontFamily};font-size:18px;line-height:24px;font-weight:700`)}
            >
              ${en.site}
            </td>
          </tr>
          <tr>
            <td
              align="left"
              bgcolor="${light.card}"
              ${styled('card', 'padding:28px 24px 16px;border-width:1px;border-style:solid;border-radius:12px;overflow-wrap:anywhere;word-break:break-word')}
            >
              <h1
                ${styled('text', `margin:0 0 12px;font-family:${fontFamily};font-size:22px;line-height:30px;font-weight:600`)}
              >
                ${inline(title)}
              </h1>
              ${blocks.map(blockHtml)}
            </td>
          </tr>
          <tr>
            <td align="left" style="padding:16px 0 0;overflow-wrap:anywhere;word-break:break-word">
              <p ${styled('muted', `margin:0;font-family:${fontFamily};font-size:13px;line-height:19px`)}>
                ${inline(reason)}<br />${en.footer.noReplies}
              </p>
            </td>
          </tr>
        </table>
      </td>
    </tr>
  </table>`
}
