import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type NamedProviderDefinition,
  providerDefinitions,
  providerNameSuffix,
  providerVariablePrefix,
  providerVariables,
  type SingleProviderDefinition,
} from '@latchkey/auth'
import { expect, it } from 'vitest'
import { root } from '../../src/paths.ts'

const heading = `# Providers. Each needs its client id and secret; the redirect URI to register is PUBLIC_URL/oauth/callback/<id>, where
# <id> is what stands before _CLIENT_ID, in lower case and without OIDC_. See docs/guides/oauth.md.`

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

it('describes the providers in .env.example as their definitions do', () => {
  const singles = providerDefinitions.filter((definition) => definition.kind === 'single')
  const named = providerDefinitions.filter((definition) => definition.kind === 'named')
  const section = [[heading, ...singles.flatMap(singleLines)].join('\n'), ...named.map(namedText)].join('\n\n')
  const file = readFileSync(join(root, '.env.example'), 'utf8')
  const found = file.slice(Math.max(0, file.indexOf('# Providers.')))
  expect(found, `.env.example must end with these lines:\n\n${section}\n`).toBe(`${section}\n`)
})
