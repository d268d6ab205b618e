import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const generated = new Set(['node_modules', 'dist', 'test-results', '.results', '.turbo'])

/** Returns the path in the file system of a path of the repository. */
export function repositoryFile(path: string): string {
  return `${root}${path}`
}

/** Returns the files of the repository that match, by their paths from its root; none that a program generates. */
export function repositoryFiles(pattern: string | readonly string[]): readonly string[] {
  return globSync(pattern, { cwd: root, exclude: (path) => generated.has(path.split('/').at(-1) ?? '') })
}

/** Returns the text of a file of the repository. */
export function readRepositoryFile(path: string): string {
  return readFileSync(repositoryFile(path), 'utf8')
}
