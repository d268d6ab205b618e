import { get, type IncomingHttpHeaders } from 'node:http'
import { runInNewContext } from 'node:vm'
import { gunzipSync } from 'node:zlib'

const kinds = ['document', 'script', 'style', 'font', 'query'] as const

export type FileKind = (typeof kinds)[number]

export interface LoadedFile {
  readonly path: string
  readonly kind: FileKind
  /** Of the body, as it was sent. */
  readonly bytes: number
}

/**
 * Loads a page over HTTP as a browser without a cache does before it shows its first form: the document, what its tags and
 * its first script ask for, and what these scripts import. Icons and what is loaded ahead for other pages come later.
 */
export async function loadPage(origin: string, path: string): Promise<readonly LoadedFile[]> {
  const document = await load(origin, path)
  const loaded: LoadedFile[] = [{ path, kind: 'document', bytes: document.bytes }]
  const wanted = new Set([...taggedFiles(document.text), ...firstRequests(document.text, path)])
  // A set goes on to what is added while it is walked through.
  for (const file of wanted) {
    const { bytes, text, contentType } = await load(origin, file)
    const kind = kindOf(contentType)
    loaded.push({ path: file, kind, bytes })
    if (kind === 'script') for (const imported of importedFiles(text, file)) wanted.add(imported)
  }
  return loaded
}

/** Returns how many files of each kind there are, and their bytes. */
export function sumByKind(
  files: readonly LoadedFile[],
): readonly { readonly kind: FileKind; readonly count: number; readonly bytes: number }[] {
  return kinds.map((kind) => {
    const ofKind = files.filter((file) => file.kind === kind)
    return { kind, count: ofKind.length, bytes: ofKind.reduce((sum, { bytes }) => sum + bytes, 0) }
  })
}

/** Returns the paths of the scripts, stylesheets and fonts that the tags of a document load. */
export function taggedFiles(html: string): readonly string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? []
  return tags
    .filter((tag) => /^<script|\brel="(?:stylesheet|preload|modulepreload)"/.test(tag))
    .flatMap((tag) => /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? [])
}

/** Returns the paths that the first script of a document asks for at an address, in English, by running it. */
export function firstRequests(html: string, path: string): readonly string[] {
  const script = /<script nonce="[^"]*">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
  const asked: string[] = []
  runInNewContext(script, {
    location: { pathname: path },
    navigator: { languages: ['en'] },
    localStorage: { getItem: () => null },
    matchMedia: () => ({ matches: false }),
    window: {},
    document: {
      documentElement: { setAttribute: () => undefined },
      querySelectorAll: () => [],
      createElement: () => ({}),
      head: { append: ({ href }: { readonly href: string }) => asked.push(href) },
    },
    fetch: async (url: string) => void asked.push(url),
  })
  return asked
}

/** Returns the paths of the files that a built script imports before it runs. */
export function importedFiles(script: string, path: string): readonly string[] {
  const imports = script.matchAll(/\b(?:from|import)\s*"(\.[^"]+)"/g)
  return Array.from(imports, ([, file = '']) => new URL(file, `http://localhost${path}`).pathname)
}

function kindOf(contentType: string): FileKind {
  if (contentType.includes('javascript')) return 'script'
  if (contentType.includes('css')) return 'style'
  if (contentType.includes('font')) return 'font'
  if (contentType.includes('json')) return 'query'
  throw new Error(`the page loads a file of type ${contentType}`)
}

interface Loaded {
  readonly bytes: number
  readonly text: string
  readonly contentType: string
}

/** Asks for a file as gzip, and counts the bytes of its body as they are sent, which `fetch` does not tell. */
function load(origin: string, path: string): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    const headers = { Accept: '*/*', 'Accept-Encoding': 'gzip' }
    const sent = get(origin + path, { agent: false, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const body = Buffer.concat(chunks)
        if (response.statusCode !== 200) reject(new Error(`${path} was answered with ${response.statusCode}`))
        else resolve(loadedOf(body, response.headers))
      })
    })
    sent.on('error', reject)
  })
}

function loadedOf(body: Buffer, headers: IncomingHttpHeaders): Loaded {
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
  return { bytes: body.length, text: plain.toString(), contentType: headers['content-type'] ?? '' }
}
