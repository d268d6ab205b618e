import { markdownTable } from './markdown-table.ts'
import { readRepositoryFile } from './repository-files.ts'

interface Variable {
  readonly name: string
  readonly initial: string
  readonly meaning: string
}

/** A first sentence that is shorter is a heading: the second one says what the variable means. */
const shortestMeaning = 20

/** Returns a row for every variable of `.env.example`, in its order; of several with one meaning the first has it. */
export function configurationTable(): string {
  const rows = variablesOf(readRepositoryFile('.env.example')).map(({ name, initial, meaning }) => [
    `\`${name}\``,
    initial === '' ? '' : `\`${initial}\``,
    meaning,
  ])
  return markdownTable(['variable', 'default', 'meaning'], rows)
}

/** A comment belongs to the variables that follow it, up to the next comment. */
function variablesOf(text: string): readonly Variable[] {
  const variables: Variable[] = []
  let comment: string[] = []
  let isComplete = true
  for (const line of text.split('\n')) {
    const [, name, initial = ''] = /^# ([A-Z][A-Z0-9_]+)=(.*)$/.exec(line) ?? []
    if (name !== undefined) {
      variables.push({ name, initial, meaning: firstSentence(comment.join(' ')) })
      comment = []
      isComplete = true
    } else {
      if (isComplete) comment = []
      isComplete = line === ''
      if (line.startsWith('# ')) comment.push(line.slice('# '.length))
    }
  }
  return variables
}

function firstSentence(text: string): string {
  const [first = '', second = ''] = text.match(/.+?\.(?=\s|$)/g) ?? []
  return first.length < shortestMeaning ? `${first}${second}` : first
}
