/** A word that the code no longer uses, and the term of the field that takes its place. */
export interface RetiredWord {
  readonly pattern: RegExp
  readonly use: string
}

/** In identifiers, file names, comments, test names and documents. What a person reads on a screen is not checked. */
export const retiredWords: readonly RetiredWord[] = [
  { pattern: /\btrips?\b|(?<![a-z])trip(?=[A-Z])|Trip(?=[A-Z])/, use: 'authorization request' },
  { pattern: /\bdepartures?\b|useDeparture/i, use: 'authorization redirect' },
  { pattern: /travell?er/i, use: 'OAuth client context' },
  { pattern: /\barrivals?\b|\bArriving\b/i, use: 'SignInContext, CallbackResponse, or what it is' },
  { pattern: /\bClientInfo\b/, use: 'RequestInfo' },
  { pattern: /\baskers?\b|AskedFor/i, use: 'OAuth client, ConsentRequest' },
  { pattern: /(?<!under )\bways? in\b(?! which)|way_in/i, use: 'sign-in method, grant type' },
  { pattern: /\bpowers\b|clientPowers/i, use: 'permissions' },
  { pattern: /pick(?:ed)?[- ]?up|pickedUp|PickedUp/i, use: 'redeemed, unredeemed' },
  { pattern: /session-?rooms?|\brooms\b/i, use: 'session subscriptions, modules' },
  { pattern: /lastWord|LastWord|\bfarewell\b|\bpatience\b|patiently/, use: 'final message, close grace, timeout' },
  { pattern: /recent[- ]?proofs?\b|\bGuarded\b/i, use: 'step-up' },
  { pattern: /sudo(?!Until|_until|_REQUIRED|_MINUTES)/i, use: 'step-up' },
  { pattern: /\b(?:no|open|testing-?)?Places\b(?! )/, use: 'geolocation' },
  { pattern: /notKept|keepSignIn/, use: 'persistFailed, storeTokens' },
  { pattern: /[a-z]-words\b/, use: '-messages' },
  { pattern: /curtain/i, use: 'bfcache guard' },
  { pattern: /attendance|unattended/i, use: 'user activity, idle' },
  { pattern: /lookAgain|\.doubt\(|\bdoubt\b/i, use: 'verifySession, refreshSession' },
  { pattern: /tab[- ]?notes?\b/i, use: 'session storage entries' },
  { pattern: /meant[- ]?clicks?/i, use: 'clickjacking guard' },
  { pattern: /askForSuccessor|ownTokenStore|\bexclusively\b|sameText/, use: 'the names of the client package' },
  { pattern: /\bdice\b/i, use: 'seeded random' },
  { pattern: /\bclass Person\b|\bnew Person\b|\bPerson\[\]/, use: 'UserDriver' },
  { pattern: /-trouble\b|bend-responses|bent responses/i, use: 'faults' },
  { pattern: /\bjourneys?\b/i, use: 'end-to-end test' },
  { pattern: /\bstreet\b/i, use: 'smoke test' },
  { pattern: /\be-mails?\b/, use: 'email' },
  { pattern: /\bmap of the house\b|\bthis house\b/i, use: 'packages' },
]

/** In comments, test names and documents, where a sentence names its subject by the noun that the code uses. */
export const retiredPronouns: RetiredWord = {
  pattern: /\b(?:whoever|nobody|somebody|anyone|no one)\b/i,
  use: 'the noun that the code uses: the caller, the user, the client, the peer, the holder of the token',
}

/** Wire names, which never change. */
const allowed = [
  'latchkey-trip',
  'X-Latchkey-Unattended',
  'x-latchkey-unattended',
  // The program, with which packages are installed.
  "'sudo', '-n'",
]

export interface Finding {
  readonly line: number
  readonly word: string
  readonly use: string
}

/** Returns the retired words in a file, by its path and text. */
export function findRetiredWords(path: string, text: string): readonly Finding[] {
  const cleaned = allowed.reduce((rest, name) => rest.replaceAll(name, ''), text)
  const prose = isDocument(path) ? cleaned.split('\n') : proseOf(cleaned)
  return [
    ...retiredWords.flatMap((word) => find(word, path, 0)),
    ...cleaned.split('\n').flatMap((line, index) => retiredWords.flatMap((word) => find(word, line, index + 1))),
    ...prose.flatMap((line, index) => find(retiredPronouns, line, index + 1)),
  ]
}

function find({ pattern, use }: RetiredWord, text: string, line: number): readonly Finding[] {
  const [word] = pattern.exec(text) ?? []
  return word === undefined ? [] : [{ line, word, use }]
}

function isDocument(path: string): boolean {
  return path.endsWith('.md')
}

/** Returns the comments and test names of a source file, line by line; other lines are empty. */
function proseOf(source: string): readonly string[] {
  let inComment = false
  return source.split('\n').map((line) => {
    const comment = inComment || /^\s*\/\*/.test(line)
    if (/\/\*/.test(line)) inComment = true
    if (/\*\//.test(line)) inComment = false
    if (comment) return line
    const [, trailing = ''] = /(?:^|\s)\/\/(.*)$/.exec(line) ?? []
    const [, title = ''] = /\b(?:it|test|describe)(?:\.\w+)*\((?:\s*)['"`](.*)['"`],/.exec(line) ?? []
    const [, titleOfTable = ''] = /^\s*\]\)\((['"`].*['"`]),/.exec(line) ?? []
    return `${trailing} ${title} ${titleOfTable}`
  })
}
