/** A test that shows that a requirement is met: the file, and the title, or the group, as the source has it. */
export interface TestReference {
  readonly file: string
  /** Groups and title, joined by ` > `. Placeholders of `it.each` and of templates match whatever they became. */
  readonly title: string
}

/** A heading of a document, as a path from the root of the repository: `docs/limits.md#http`. */
export type DocumentReference = `${string}.md#${string}`

export type Verdict =
  | {
      readonly kind: 'proven'
      readonly tests: readonly TestReference[]
      readonly documents: readonly DocumentReference[]
    }
  /** The requirement asks for a document, and for nothing else. */
  | { readonly kind: 'documented'; readonly documents: readonly DocumentReference[] }
  | { readonly kind: 'not applicable'; readonly reason: string }
  | { readonly kind: 'open'; readonly reason: string }

/**
 * A requirement of OWASP ASVS 5.0, and whether this project meets it.
 *
 * @see [OWASP ASVS 5.0](https://owasp.org/www-project-application-security-verification-standard/) for its text
 */
export interface Requirement {
  readonly id: string
  readonly level: 1 | 2 | 3
  /** What it asks for, in our own words. */
  readonly summary: string
  readonly verdict: Verdict
}

type Level = Requirement['level']

/** Names a test by its file and its title, for {@link proven}. */
export function test(file: string, title: string): TestReference {
  return { file, title }
}

/** States that tests show the requirement to be met. */
export function proven(
  id: string,
  level: Level,
  summary: string,
  evidence: readonly (TestReference | DocumentReference)[],
): Requirement {
  const tests = evidence.filter((one) => typeof one !== 'string')
  const documents = evidence.filter((one) => typeof one === 'string')
  return { id, level, summary, verdict: { kind: 'proven', tests, documents } }
}

/** States that the documents that the requirement asks for are there. */
export function documented(
  id: string,
  level: Level,
  summary: string,
  documents: readonly DocumentReference[],
): Requirement {
  return { id, level, summary, verdict: { kind: 'documented', documents } }
}

/** States why the requirement does not apply. */
export function notApplicable(id: string, level: Level, summary: string, reason: string): Requirement {
  return { id, level, summary, verdict: { kind: 'not applicable', reason } }
}

/** States that the requirement is not met or not proven, and what it waits for. */
export function open(id: string, level: Level, summary: string, reason: string): Requirement {
  return { id, level, summary, verdict: { kind: 'open', reason } }
}
