import { pathToFileURL } from 'node:url'
import compile from 'icu-minify/compile'
import type { Plugin } from 'vite'

const catalogue = /\/src\/messages\/([a-z]{2})\.ts\?(first-page|others)$/

type Texts = { readonly [key: string]: string | Texts }
type CompiledTexts = { readonly [key: string]: unknown }

/**
 * Compiles the texts of a language when the app is built, so that no browser parses ICU message syntax: those that the
 * first page is written with, and the others. The alias that makes use-intl format compiled messages belongs to it.
 */
export function compileMessages(): Plugin {
  return {
    name: 'compile-messages',
    config: () => ({
      resolve: { alias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } },
    }),
    async load(id) {
      const [, language, part] = catalogue.exec(id) ?? []
      if (language === undefined) return null
      const file = id.replace(/\?.*$/, '')
      this.addWatchFile(file)
      const { firstPageParts } = await import('../src/messages/first-page-parts.ts')
      const isFirst = new Set<string>(firstPageParts)
      const module = (await import(`${pathToFileURL(file).href}?${Date.now()}`)) as Readonly<Record<string, Texts>>
      const texts = Object.entries(module[language] ?? {}).filter(
        ([name]) => isFirst.has(name) === (part === 'first-page'),
      )
      return `export const texts = ${JSON.stringify(compiled(Object.fromEntries(texts)))}`
    },
    /** Refuses code of the first page that shows a text which is not loaded with it. */
    async generateBundle(_options, bundle) {
      const { firstPageParts } = await import('../src/messages/first-page-parts.ts')
      const loaded = new Set<string>(firstPageParts)
      const entries = Object.values(bundle).filter((file) => file.type === 'chunk' && file.isEntry)
      for (const id of entries.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))) {
        const code = this.getModuleInfo(id)?.code ?? ''
        for (const [, name = ''] of code.matchAll(/useTranslations\(["'`](\w+)["'`]\)/g)) {
          if (!loaded.has(name)) this.error(`${id} shows texts of “${name}”, which are not in firstPageParts`)
        }
      }
    },
  }
}

function compiled(texts: Texts): CompiledTexts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? compile(text) : compiled(text)]),
  )
}
