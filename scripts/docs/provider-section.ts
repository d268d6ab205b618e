import type {
  NamedProviderDefinition,
  SingleProviderDefinition,
} from '../../packages/auth/src/oauth/providers/provider-definition.ts'
import {
  providerNameSuffix,
  providerVariablePrefix,
  providerVariables,
} from '../../packages/auth/src/oauth/providers/provider-variables.ts'
import { providerDefinitions } from '../../packages/auth/src/oauth/providers/registry.ts'

const heading = `# Providers. Each needs its client id and secret, or for Apple a key; the redirect URI to register is
# PUBLIC_URL/oauth/callback/<id>, where <id> is what stands before _CLIENT_ID, in lower case and without OIDC_. See
# docs/guides/oauth.md.`

const width = 120

/** Returns text as comment lines. */
function comment(text: string): string {
  const lines = ['#']
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`
    if (longer.length <= width) lines.splice(-1, 1, longer)
    else lines.push(`# ${word}`)
  }
  return lines.join('\n')
}

function singleLines(definition: SingleProviderDefinition): readonly string[] {
  return Object.values(providerVariables(definition)).flatMap((variable) => [
    ...(variable.comment === null ? [] : [comment(variable.comment)]),
    `# ${providerVariablePrefix(definition)}_${variable.suffix}=${variable.default ?? ''}`,
  ])
}

function namedText(definition: NamedProviderDefinition): string {
  const { prefix, key } = definition
  const others = Object.values(providerVariables(definition)).flatMap(({ suffix }) => (suffix === key ? [] : [suffix]))
  const variables = [key, ...others].map((suffix) => `${prefix}_<NAME>_${suffix}`).join(', ')
  return comment(
    `${definition.comment}: ${variables}, and ${prefix}_<NAME>_${providerNameSuffix} for what its button says. <NAME> is letters and digits.`,
  )
}

/** Returns the text of `.env.example` with its last section, the providers, as their definitions say. */
export function withProviderSection(text: string): string {
  const singles = providerDefinitions.filter((definition) => definition.kind === 'single')
  const named = providerDefinitions.filter((definition) => definition.kind === 'named')
  const section = [[heading, ...singles.flatMap(singleLines)].join('\n'), ...named.map(namedText)].join('\n\n')
  return `${text.slice(0, text.indexOf('# Providers.'))}${section}\n`
}
