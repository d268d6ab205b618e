import { pathToFileURL } from 'node:url'
import compile from 'icu-minify/compile'
import type { Plugin } from 'vite'

const catalogue = /\/src\/messages\/[a-z]{2}\.ts$/

type Texts = { readonly [key: string]: string | Texts }
type CompiledTexts = { readonly [key: string]: unknown }

/**
 * Compiles the texts of a language when the app is built, so that no browser parses ICU message syntax. The alias that makes
 * use-intl format compiled messages belongs to it.
 */
export function compileMessages(): Plugin {
  return {
    name: 'compile-messages',
    config: () => ({
      resolve: { alias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } },
    }),
    async load(id) {
      if (!catalogue.test(id)) return null
      this.addWatchFile(id)
      const module = (await import(`${pathToFileURL(id).href}?${Date.now()}`)) as Readonly<Record<string, Texts>>
      return Object.entries(module)
        .map(([name, texts]) => `export const ${name} = ${JSON.stringify(compiled(texts))}`)
        .join('\n')
    },
  }
}

function compiled(texts: Texts): CompiledTexts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? compile(text) : compiled(text)]),
  )
}
