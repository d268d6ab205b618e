import { type Html, html } from './html.ts'

/** The frame of every page: its first paragraph says that this is not the real provider. */
export function layout(title: string, content: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p class="notice">
            <strong>A local stand-in, for development.</strong> It runs on this computer, is not the real provider, and
            knows only made-up people. Never type a real password here.
          </p>
          ${content}
        </main>
      </body>
    </html>`
}
