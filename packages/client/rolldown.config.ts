import { fileURLToPath, pathToFileURL } from 'node:url'
import { defineConfig, type Plugin } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'

const types = fileURLToPath(new URL('dist/.types', import.meta.url))

const packages: Readonly<Record<string, string>> = {
  '@latchkey/api': `${types}/packages/api/src/app-router.d.ts`,
  '@latchkey/schema': `${types}/packages/schema/src/index.d.ts`,
}

/**
 * The type of the router refers to the context and the meta of the server's procedures. Consumers don't need them, and
 * with them half of the server's types would be in the package.
 */
const privateTypes: Readonly<Record<string, string>> = {
  [`${types}/packages/api/src/context.d.ts`]: 'export interface Context {}',
  [`${types}/packages/api/src/procedures.d.ts`]: 'export interface ProcedureMeta {}',
}

/** Resolves imports of sources to the declarations that tsc has written. */
const declarations: Plugin = {
  name: 'declarations',
  resolveId: {
    order: 'pre',
    handler: (source, importer) => {
      if (importer === undefined || !source.startsWith('.')) return packages[source] ?? null
      return fileURLToPath(new URL(source.replace(/\.ts$/, '.d.ts'), pathToFileURL(importer)))
    },
  },
  load: (id) => privateTypes[id] ?? null,
}

const external = [/^@trpc\//, 'eventsource-parser', /^node:/, 'zod']

export default defineConfig([
  {
    input: { index: 'src/index.ts', node: 'src/node/index.ts' },
    platform: 'neutral',
    external,
    output: { dir: 'dist', chunkFileNames: 'shared.js' },
  },
  {
    input: { index: `${types}/packages/client/src/index.d.ts`, node: `${types}/packages/client/src/node/index.d.ts` },
    external,
    plugins: [declarations, ...dts({ dtsInput: true })],
    output: { dir: 'dist', chunkFileNames: 'shared.d.ts' },
  },
])
