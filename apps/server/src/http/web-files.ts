import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'

/** A file of the web app, in memory. */
export interface WebFile {
  readonly bytes: Buffer
  /** Made of the size and the time of modification. */
  readonly etag: string
  readonly lastModified: string
}

/**
 * Reads the files below a folder, hidden ones left out. Returns them by their path in a URL: `/assets/app.js`. An answer
 * from memory opens no file, so that an answer that its peer never takes can't keep one open.
 */
export function readWebFiles(folder: string): ReadonlyMap<string, WebFile> {
  const files = new Map<string, WebFile>()
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, path)
    const names = path.split(sep)
    const stats = statSync(file)
    if (names.some((name) => name.startsWith('.')) || !stats.isFile()) continue
    const { size, mtime } = stats
    files.set(`/${names.join('/')}`, {
      bytes: readFileSync(file),
      etag: `W/"${size.toString(16)}-${mtime.getTime().toString(16)}"`,
      lastModified: mtime.toUTCString(),
    })
  }
  return files
}
