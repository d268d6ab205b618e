export interface FirstValues {
  /** What a page asks the server first: a regular expression for paths, and the URL. */
  readonly queries: readonly (readonly [paths: string, url: string])[]
  /** The files of the texts by language, that of other readers first. Empty where they are not built. */
  readonly texts: readonly (readonly [language: string, file: string])[]
  /** What the app is started with. */
  readonly app: {
    readonly files: readonly string[]
    readonly texts: FirstValues['texts']
    /** A regular expression for the paths that show a page before it. */
    readonly notAt: string
  }
}

/** The answer to what a page asks first, on its way before the code of the app is there. */
export interface FirstAnswer {
  readonly url: string
  readonly answer: Promise<Response>
}

declare global {
  interface Window {
    latchkeyFirstAnswer?: FirstAnswer
  }
}

/**
 * Runs in the head of the page, before its first paint: sets the colour scheme, and begins to load what the app will need
 * once its code is there. The build writes the text of this function into the page, so it uses nothing from outside of
 * itself. The keys in the storage are those of theme.ts and of the preferences.
 */
export function runFirst({ queries, texts, app }: FirstValues): void {
  const root = document.documentElement
  let scheme: string | null = null
  let language: string | null = null
  try {
    scheme = localStorage.getItem('latchkey-color-scheme')
    language = localStorage.getItem('latchkey-language')
  } catch {
    // Storage is blocked: nothing was chosen.
  }
  if (scheme === 'light' || scheme === 'dark') {
    // The bars of the browser follow the choice too: each has the colour of its meta element for the chosen scheme.
    const metas = [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')]
    const chosen = metas.find(({ media }) => media.includes(`${scheme}`))
    for (const meta of metas) meta.content = chosen?.content ?? meta.content
  } else {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  root.setAttribute('data-mantine-color-scheme', scheme)

  const query = queries.find(([paths]) => new RegExp(paths, 'i').test(location.pathname))
  if (query !== undefined) {
    const answer = fetch(query[1])
    // The code that takes it sees the failure; without such code it is none.
    answer.catch(() => null)
    window.latchkeyFirstAnswer = { url: query[1], answer }
  }

  const wanted = [language, ...navigator.languages].map((tag) => (tag ?? '').split('-', 1)[0]?.toLowerCase())
  const known = wanted.find((base) => texts.some(([name]) => name === base))
  const isFirstPage = new RegExp(app.notAt, 'i').test(location.pathname)
  const textFiles = isFirstPage ? [texts] : [texts, app.texts]
  const files = textFiles.map((ofParts) => (ofParts.find(([name]) => name === known) ?? ofParts[0])?.[1])
  for (const href of isFirstPage ? files : [...files, ...app.files]) {
    if (href === undefined) continue
    const link = document.createElement('link')
    link.rel = href.endsWith('.css') ? 'preload' : 'modulepreload'
    if (href.endsWith('.css')) link.as = 'style'
    // As the code that needs it will ask for it, else it would be loaded twice.
    link.crossOrigin = ''
    link.href = href
    document.head.append(link)
  }
}
