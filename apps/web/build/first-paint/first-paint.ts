import { readFileSync } from 'node:fs'
import { pageFrameAt, pagePattern } from '@latchkey/schema'
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
        // The server replaces these; in development there is no server in front.
        if (context.server === undefined) return page
        return page.replace('__FRAME__', frameInDevelopment(context)).replaceAll('__ORIGIN__', '')
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
  const [{ runFirst }, { firstRequests }, { firstPagePaths }] = await Promise.all([
    import('../../src/first-paint/run-first.ts'),
    import('../../src/first-paint/first-queries.ts'),
    import('../../src/signed-out/signed-out-path.ts'),
  ])
  const notAt = firstPagePaths.map((path) => pagePattern(path).source).join('|')
  const values = {
    queries: firstRequests(),
    texts: textFiles(context, 'first-page'),
    app: { files: appFiles(context), texts: textFiles(context, 'others'), notAt },
  }
  return minifySync('run-first.js', `(${runFirst.toString()})(${JSON.stringify(values)})`).code.trim()
}

/** The built files of a part of the texts by language, English first: it is for readers of other languages too. */
function textFiles(
  { bundle = {} }: IndexHtmlTransformContext,
  part: 'first-page' | 'others',
): readonly (readonly [string, string])[] {
  const files = Object.values(bundle).flatMap((file) => {
    if (file.type !== 'chunk') return []
    const [, language, itsPart] = /\/src\/messages\/([a-z]{2})\.ts\?([a-z-]+)$/.exec(file.facadeModuleId ?? '') ?? []
    return language === undefined || itsPart !== part ? [] : [[language, `/${file.fileName}`] as const]
  })
  return files.toSorted(([language]) => (language === 'en' ? -1 : 1))
}

/** The built files with which the app starts, beyond those of the entry. Empty where they are not built. */
function appFiles({ bundle = {}, chunk: entry }: IndexHtmlTransformContext): readonly string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
  const files = new Set<string>()
  const add = (fileName: string): void => {
    const chunk = chunks.find((file) => file.fileName === fileName)
    if (chunk === undefined || fileName === entry?.fileName || files.has(`/${fileName}`)) return
    files.add(`/${fileName}`)
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(`/${css}`)
    for (const imported of chunk.imports) add(imported)
  }
  const start = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/src/start-app.tsx') === true)
  if (start !== undefined) add(start.fileName)
  return [...files]
}

function frameInDevelopment({ originalUrl = '/' }: IndexHtmlTransformContext): string {
  return pageFrameAt(new URL(originalUrl, 'http://localhost').pathname) ?? 'card'
}
