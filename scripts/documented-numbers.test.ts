import { expect, it } from 'vitest'
import { readRepositoryFile } from './docs/repository-files.ts'

const minute = 60_000
const units = { second: 1000, minute, hour: 60 * minute, day: 24 * 60 * minute }

/** Returns the number that a source gives to a name: a product of numbers and durations. */
function constantOf(source: string, name: string): number {
  const text = readRepositoryFile(source)
  const [, product] = new RegExp(`\\b${name}(?:: \\w+)?(?: =|:) (\\d[\\w .*]*)`).exec(text) ?? []
  if (product === undefined) throw new Error(`${source} has no ${name}`)
  const factors = product.split('*').map((factor) => {
    const [, unit] = Object.entries(units).find(([word]) => word === factor.trim()) ?? []
    return unit ?? Number(factor.trim().replaceAll('_', ''))
  })
  return factors.reduce((result, factor) => result * factor, 1)
}

/** Returns the default of a configuration variable, the last number of its definition. */
function defaultOf(variable: string): number {
  const [, value] =
    new RegExp(`${variable}: wholeNumber\\([^)]*?([\\w]+)\\)`).exec(
      readRepositoryFile('apps/server/src/config/variables.ts'),
    ) ?? []
  return Number(value?.replaceAll('_', ''))
}

const http = (file: string, name: string): number => constantOf(`apps/server/src/http/${file}`, name)
const auth = (file: string, name: string): number => constantOf(`packages/auth/src/${file}`, name)
const kib = 1024
const streams = 'sessions/session-subscriptions.ts'
const base64urlLength = (bytes: number): number => Math.ceil((bytes * 4) / 3)

const numerals = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** What a document says, made with the number that the code has. A generated table is not among these. */
const sentences: readonly (readonly [document: string, sentence: string])[] = [
  ['limits.md', `| body of a procedure call | ${http('read-body.ts', 'maxBodyBytes') / kib} KiB |`],
  ['api.md', `A body has at most ${http('read-body.ts', 'maxBodyBytes') / kib} KiB`],
  ['limits.md', `| form of an OAuth endpoint | ${http('oauth/read-form.ts', 'maxFormBytes') / kib} KiB |`],
  ['limits.md', `| calls in a batch | ${http('call-answers.ts', 'maxBatchSize')} |`],
  ['api.md', `A batch has at most ${http('call-answers.ts', 'maxBatchSize')} calls.`],
  ['limits.md', `| a stream without traffic | ${http('stream-timeouts.ts', 'idleTimeout') / units.second} seconds |`],
  ['limits.md', `| live sessions of a user | \`SESSIONS_PER_USER\`, ${defaultOf('SESSIONS_PER_USER')} |`],
  ['sessions.md', `\`SESSIONS_PER_USER\` (${auth('sessions/session-lifetime.ts', 'perUser')})`],
  ['limits.md', `| streams of a session, of a user | ${auth(streams, 'perSession')}, ${auth(streams, 'perUser')} |`],
  ['sessions.md', `A session may have ${auth(streams, 'perSession')} streams, a user ${auth(streams, 'perUser')}`],
  ['limits.md', `| life of a stream | ${auth(streams, 'life') / minute} minutes, give or take a tenth |`],
  ['sessions.md', `and ${numerals[auth(streams, 'onlineGrace') / units.second]} seconds longer`],
  ['sessions.md', `${defaultOf('SESSION_IDLE_HOURS')} hours (\`SESSION_IDLE_HOURS\`)`],
  ['sessions.md', `${defaultOf('SESSION_MAX_HOURS')} hours (\`SESSION_MAX_HOURS\`)`],
  ['sessions.md', `${defaultOf('REMEMBERED_IDLE_DAYS')} days (\`REMEMBERED_IDLE_DAYS\`)`],
  ['sessions.md', `${defaultOf('REMEMBERED_MAX_DAYS')} days (\`REMEMBERED_MAX_DAYS\`)`],
  ['sessions.md', `\`SUDO_MINUTES\` (${defaultOf('SUDO_MINUTES')})`],
  ['sessions.md', `The row stays for ${auth('sessions/session-lifetime.ts', 'keepEnded') / units.day} days`],
  [
    'sessions.md',
    `| id | ${auth('core/random.ts', 'idBytes')} random bytes, base64url, ${base64urlLength(auth('core/random.ts', 'idBytes'))} characters |`,
  ],
  ['limits.md', `have ${auth('oauth/oauth-service.ts', 'defaultProviderTimeout') / units.second} seconds together`],
  ['limits.md', `an answer has at most ${auth('oauth/providers/provider-fetch.ts', 'maxBytes') / kib / kib} MiB`],
  [
    'limits.md',
    `${constantOf('packages/schema/src/field-rules.ts', 'passwordMinLength')} to ${constantOf('packages/schema/src/field-rules.ts', 'passwordMaxLength')};`,
  ],
]

it.each(sentences)('%s says "%s", as the code has it', (document, sentence) => {
  const text = readRepositoryFile(`docs/${document}`).replaceAll(/\s+/g, ' ')
  expect(text.includes(sentence), `${document} does not say: ${sentence}`).toBe(true)
})
