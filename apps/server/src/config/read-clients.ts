import { redirectKind, type RegisteredClient } from '@latchkey/auth'
import { clientIdInput } from '@latchkey/schema'

/** The OAuth client for command lines, which are configured with nothing but the address of this server. */
const commandLine: RegisteredClient = {
  id: 'latchkey-cli',
  name: 'Latchkey CLI',
  redirectUris: ['http://127.0.0.1/callback', 'http://[::1]/callback'],
  device: true,
}

const variable = /^OAUTH_CLIENT_([A-Z][A-Z0-9]{0,30})_(NAME|ID|REDIRECTS|DEVICE)$/
const maxNameLength = 60
/** A loopback address with a port, which clients choose themselves. The colons of `[::1]` belong to no port. */
const withPort = /^http:\/\/(?:\[[^\]]*\]|[^/:[]*):/

/**
 * Returns the OAuth clients that the environment registers with `OAUTH_CLIENT_<KEY>_NAME` and its other variables. Problems
 * are lines to show to the operator.
 */
export function readClients(
  set: Readonly<Record<string, string | undefined>>,
  withCommandLine: boolean,
): { readonly clients: readonly RegisteredClient[]; readonly problems: readonly string[] } {
  const problems: string[] = []
  const keys = new Set<string>()
  for (const name of Object.keys(set).filter((one) => one.startsWith('OAUTH_CLIENT_'))) {
    const [, key] = variable.exec(name) ?? []
    if (key === undefined) {
      problems.push(
        `${name} must be OAUTH_CLIENT_<KEY>_NAME, _ID, _REDIRECTS or _DEVICE, its key of capitals and digits.`,
      )
    } else {
      keys.add(key)
    }
  }
  const clients = withCommandLine ? [commandLine] : []
  for (const key of keys) {
    const client = readClient(key, set)
    const found = problemsOf(key, client, set)
    if (clients.some(({ id }) => id === client.id)) {
      found.push(`OAUTH_CLIENT_${key}_ID must be another: ${client.id} is taken.`)
    }
    problems.push(...found)
    if (found.length === 0) clients.push(client)
  }
  return { clients, problems }
}

function readClient(key: string, set: Readonly<Record<string, string | undefined>>): RegisteredClient {
  const redirects = set[`OAUTH_CLIENT_${key}_REDIRECTS`]
  return {
    id: set[`OAUTH_CLIENT_${key}_ID`] ?? key.toLowerCase(),
    name: set[`OAUTH_CLIENT_${key}_NAME`] ?? '',
    redirectUris: redirects === undefined ? [] : redirects.split(',').map((uri) => uri.trim()),
    device: set[`OAUTH_CLIENT_${key}_DEVICE`] === 'on',
  }
}

function problemsOf(
  key: string,
  { id, name, redirectUris }: RegisteredClient,
  set: Readonly<Record<string, string | undefined>>,
): string[] {
  const problems: string[] = []
  if (name.trim() === '' || name.length > maxNameLength || /\p{Cc}/u.test(name)) {
    problems.push(`OAUTH_CLIENT_${key}_NAME must be set to what people read, of at most ${maxNameLength} characters.`)
  }
  if (!clientIdInput.safeParse(id).success) {
    problems.push(`OAUTH_CLIENT_${key}_ID must be letters, digits, dots, dashes and underscores, at most 64.`)
  }
  if (!['on', 'off', undefined].includes(set[`OAUTH_CLIENT_${key}_DEVICE`])) {
    problems.push(`OAUTH_CLIENT_${key}_DEVICE must be on or off.`)
  }
  const bad = redirectUris.find((uri) => redirectKind(uri) === null || withPort.test(uri) || hasAnswerParameter(uri))
  if (bad !== undefined) {
    problems.push(
      `OAUTH_CLIENT_${key}_REDIRECTS must be http://127.0.0.1/… or http://[::1]/… without a port, com.example.app:/… or https://…, with commas between, and without code, state, iss or error in the query; ${bad} is none.`,
    )
  }
  const isOff = [undefined, 'off'].includes(set[`OAUTH_CLIENT_${key}_DEVICE`])
  if (redirectUris.length === 0 && isOff) {
    problems.push(
      `OAUTH_CLIENT_${key}_REDIRECTS must be set, or OAUTH_CLIENT_${key}_DEVICE=on: else it can’t ask for anything.`,
    )
  }
  return problems
}

/** Whether its query has a parameter that an answer adds: the client could not tell the two apart. */
function hasAnswerParameter(uri: string): boolean {
  const params = URL.parse(uri)?.searchParams
  return ['code', 'state', 'iss', 'error', 'error_description'].some((name) => params?.has(name))
}
