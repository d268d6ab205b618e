import { readFileSync } from 'node:fs'
import { pageFrameAt } from '@latchkey/schema'
import { type IndexHtmlTransformContext, minifySync, type Plugin } from 'vite'

/** What the shell takes of the theme. */
const colours = [
  '--mantine-color-body',
  '--mantine-color-text',
  '--lk-surface',
  '--lk-line',
  '--lk-accent',
  '--lk-shadow',
] as const

/**
 * Writes into index.html what a page shows and does before anything else is loaded: the shell, its styles with the colours
 * of the theme, and the script that runs first. The stylesheets move below the shell, which is painted without them; the
 * code of the app still runs after them.
 */
export function firstPaint(): Plugin {
  return {
    name: 'first-paint',
    transformIndexHtml: {
      order: 'post',
      async handler(html, context) {
        const stylesheets = html.match(/<link rel="stylesheet"[^>]*>\n?/g) ?? []
        const head = `<style>${await styles()}</style>\n    <script>${await script(context)}</script>`
        const body = `<div id="root">${await shell()}</div>\n    ${stylesheets.join('    ')}`
        const page = stylesheets
          .reduce((rest, link) => rest.replace(link, ''), html)
          .replace('<!-- first-paint -->', () => head)
          .replace('<div id="root"></div>', () => body)
        // The server replaces it in each answer; in development there is no server in front.
        return context.server === undefined ? page : page.replace('__FRAME__', frameInDevelopment(context))
      },
    },
  }
}

async function styles(): Promise<string> {
  const [{ DEFAULT_THEME }, { cssVariables }] = await Promise.all([
    import('@mantine/core'),
    import('../../src/theme.ts'),
  ])
  const { light, dark } = cssVariables(DEFAULT_THEME)
  const css = readFileSync(new URL('shell.css', import.meta.url), 'utf8')
  const short = css
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return `:root{${declarations(light)}}:root[data-mantine-color-scheme=dark]{${declarations(dark)}}${short}`
}

function declarations(variables: Readonly<Record<string, string>>): string {
  return colours.map((name) => `${name}:${variables[name]}`).join(';')
}

async function shell(): Promise<string> {
  const { en } = await import('../../src/messages/en.ts')
  const html = readFileSync(new URL('shell.html', import.meta.url), 'utf8')
  return html.trim().replaceAll(/>\s+</g, '><').replace('__LOADING__', en.app.loading)
}

async function script(context: IndexHtmlTransformContext): Promise<string> {
  const [{ runFirst }, { firstRequests }] = await Promise.all([
    import('../../src/first-paint/run-first.ts'),
    import('../../src/first-paint/first-queries.ts'),
  ])
  const values = { queries: firstRequests(), texts: textFiles(context) }
  return minifySync('run-first.js', `(${runFirst.toString()})(${JSON.stringify(values)})`).code.trim()
}

/** The built files of the texts by language, English first: it is for readers of other languages too. */
function textFiles({ bundle = {} }: IndexHtmlTransformContext): readonly (readonly [string, string])[] {
  const files = Object.values(bundle).flatMap((file) => {
    if (file.type !== 'chunk') return []
    const language = /\/src\/messages\/([a-z]{2})\.ts$/.exec(file.facadeModuleId ?? '')?.[1]
    return language === undefined ? [] : [[language, `/${file.fileName}`] as const]
  })
  return files.toSorted(([language]) => (language === 'en' ? -1 : 1))
}

function frameInDevelopment({ originalUrl = '/' }: IndexHtmlTransformContext): string {
  return pageFrameAt(new URL(originalUrl, 'http://localhost').pathname) ?? 'card'
}
