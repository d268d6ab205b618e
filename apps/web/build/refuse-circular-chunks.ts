import type { Plugin } from 'vite'

/**
 * Fails the build where two files of it import each other: one of them runs before the values that it imports are there,
 * and a component in a table of them would be undefined in the built app only.
 */
export function refuseCircularChunks(): Plugin {
  return {
    name: 'refuse-circular-chunks',
    generateBundle(_options, bundle) {
      const importsOf = new Map(
        Object.values(bundle).flatMap((file) =>
          file.type === 'chunk' ? [[file.fileName, file.imports] as const] : [],
        ),
      )
      const done = new Set<string>()
      const visit = (file: string, path: readonly string[]): void => {
        if (path.includes(file)) this.error(`files import each other: ${[...path, file].join(' → ')}`)
        if (done.has(file)) return
        for (const imported of importsOf.get(file) ?? []) visit(imported, [...path, file])
        done.add(file)
      }
      for (const file of importsOf.keys()) visit(file, [])
    },
  }
}
