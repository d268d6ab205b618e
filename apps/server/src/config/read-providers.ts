import { ConfigError } from './config-error.ts'
import { serverAddress } from './variable-formats.ts'
import type { Variables } from './variables.ts'

export type ProviderConfig =
  | ({ readonly kind: 'openid'; readonly id: string; readonly name: string; readonly issuer: string } & ClientConfig)
  | ({ readonly kind: 'github'; readonly baseUrl: string } & ClientConfig)

interface ClientConfig {
  readonly clientId: string
  readonly clientSecret: string
}

export function readProviders(
  env: Variables,
  set: Readonly<Record<string, string | undefined>>,
): readonly ProviderConfig[] {
  const problems: string[] = []
  const client = (prefix: string): ClientConfig | null => {
    const [clientId, clientSecret] = [set[`${prefix}_CLIENT_ID`], set[`${prefix}_CLIENT_SECRET`]]
    if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret }
    if (clientId !== undefined) problems.push(`${prefix}_CLIENT_SECRET must be set beside ${prefix}_CLIENT_ID.`)
    if (clientSecret !== undefined) problems.push(`${prefix}_CLIENT_ID must be set beside ${prefix}_CLIENT_SECRET.`)
    return null
  }

  const google = client('GOOGLE')
  const github = client('GITHUB')
  const named = Object.entries(set).flatMap(([variable, issuer]): ProviderConfig[] => {
    const [, name] = /^OIDC_([A-Z][A-Z0-9]{0,30})_ISSUER$/.exec(variable) ?? []
    if (name === undefined || issuer === undefined) return []
    const address = serverAddress.safeParse(issuer)
    if (!address.success) problems.push(`${variable} must be an https address (http only on localhost).`)
    const credentials = client(`OIDC_${name}`)
    if (credentials === null && set[`OIDC_${name}_CLIENT_ID`] === undefined) {
      problems.push(`OIDC_${name}_CLIENT_ID and OIDC_${name}_CLIENT_SECRET must be set beside ${variable}.`)
    }
    const id = name.toLowerCase()
    const label = set[`OIDC_${name}_NAME`] ?? name.charAt(0) + id.slice(1)
    return credentials === null ? [] : [{ kind: 'openid', id, name: label, issuer, ...credentials }]
  })
  for (const variable of Object.keys(set)) {
    const [, name] = /^OIDC_([A-Z][A-Z0-9]{0,30})_(?:CLIENT_ID|CLIENT_SECRET|NAME)$/.exec(variable) ?? []
    if (name !== undefined && set[`OIDC_${name}_ISSUER`] === undefined) {
      problems.push(`OIDC_${name}_ISSUER must be set beside ${variable}.`)
    }
  }
  for (const variable of Object.keys(set)) {
    const [, name] = /^OIDC_(.*)_(?:ISSUER|CLIENT_ID|CLIENT_SECRET|NAME)$/.exec(variable) ?? []
    if (name !== undefined && !/^[A-Z][A-Z0-9]{0,30}$/.test(name)) {
      problems.push(`${variable} must name its provider in letters and digits: OIDC_EXAMPLE_….`)
    }
  }
  const taken = named.find((provider) => provider.kind === 'openid' && ['google', 'github'].includes(provider.id))
  if (taken !== undefined) problems.push('OIDC_GOOGLE_… and OIDC_GITHUB_… are taken: use GOOGLE_… and GITHUB_….')
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))

  const known: ProviderConfig[] = []
  if (google !== null)
    known.push({ kind: 'openid', id: 'google', name: 'Google', issuer: env.GOOGLE_ISSUER, ...google })
  if (github !== null) known.push({ kind: 'github', baseUrl: env.GITHUB_BASE_URL.replace(/\/$/, ''), ...github })
  return [...known, ...named]
}
