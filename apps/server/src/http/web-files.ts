import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'

/** A file of the web app, in memory. */
export interface WebFile {
  readonly bytes: Buffer
  /** Made of the size and the time of modification. */
  readonly etag: string
  readonly lastModified: string
}

/** The built web app, as it was when it was read. */
export interface WebFiles {
  /** By their path in a URL: `/assets/app.js`. */
  readonly files: ReadonlyMap<string, WebFile>
  /** The page for every navigation; `null` where the app is not built. */
  readonly page: string | null
}

/**
 * Reads the files below a folder, hidden ones left out. An answer from memory opens no file, so that an answer that its peer
 * never takes can't keep one open.
 */
export function readWebFiles(folder: string): WebFiles {
  const files = new Map<string, WebFile>()
  if (!existsSync(join(folder, 'index.html'))) return { files, page: null }
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
  return { files, page: files.get('/index.html')?.bytes.toString('utf8') ?? null }
}
