import { describe, expect, it } from 'vitest'
import { localClientId, localProviderVariables } from './local-provider-variables.ts'
import { isClientIdVariable, providerVariablePrefix, providerVariables } from './provider-variables.ts'
import { offeredLocally, providerDefinitions } from './registry.ts'

const single = providerDefinitions.filter((definition) => definition.kind === 'single')

/** Those that the local provider plays. */
const played = single.filter((definition) => definition.local('http://localhost:3010') !== null)

/** Settings as the local provider has them, or as a text that is an address. */
const settingsOf = (definition: (typeof single)[number]) => {
  const set = definition.local('http://localhost') ?? {}
  const values = Object.entries(providerVariables(definition)).map(([setting, { suffix, default: fallback }]) => [
    setting,
    set[`${providerVariablePrefix(definition)}_${suffix}`] ?? fallback ?? 'http://localhost',
  ])
  return { ...Object.fromEntries(values), id: definition.id, name: definition.name }
}

describe('providerDefinitions', () => {
  it('gives every provider an id of its own', () => {
    const ids = single.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]{0,31}$/)
  })

  it.each(single)('creates $name under its id and name', (definition) => {
    const { id, name, provesFreshSignIn } = definition
    expect(definition.create(settingsOf(definition))).toMatchObject({ id, name, provesFreshSignIn })
  })

  it.each(played)('has a value that its own variables accept for $name at the local provider', (definition) => {
    const set = definition.local('http://localhost:3010') ?? {}
    for (const { suffix, default: fallback, accepts } of Object.values(providerVariables(definition))) {
      const value = set[`${providerVariablePrefix(definition)}_${suffix}`] ?? fallback
      expect(value).not.toBeNull()
      expect(accepts?.test(value ?? '') ?? true).toBe(true)
    }
  })

  it.each(single)('takes the local provider for $name through its own variables', (definition) => {
    const suffixes = Object.values(providerVariables(definition)).map(({ suffix }) => suffix)
    const own = suffixes.map((suffix) => `${providerVariablePrefix(definition)}_${suffix}`)
    for (const variable of Object.keys(definition.local('http://localhost:3010') ?? {})) expect(own).toContain(variable)
  })
})

describe('localProviderVariables', () => {
  it('offers Google, GitHub and Example ID at the local provider', () => {
    expect(localProviderVariables('http://localhost:3010', offeredLocally)).toEqual({
      GOOGLE_CLIENT_ID: localClientId,
      GOOGLE_CLIENT_SECRET: 'not-a-secret',
      GOOGLE_ISSUER: 'http://localhost:3010/google',
      GITHUB_CLIENT_ID: localClientId,
      GITHUB_CLIENT_SECRET: 'not-a-secret',
      GITHUB_BASE_URL: 'http://localhost:3010/github',
      OIDC_EXAMPLE_CLIENT_ID: localClientId,
      OIDC_EXAMPLE_CLIENT_SECRET: 'not-a-secret',
      OIDC_EXAMPLE_ISSUER: 'http://localhost:3010/oidc',
      OIDC_EXAMPLE_NAME: 'Example ID',
    })
  })
})

describe('isClientIdVariable', () => {
  it.each(['GOOGLE_CLIENT_ID', 'GITHUB_CLIENT_ID', 'OIDC_ACME_CLIENT_ID', 'OIDC_MY_IDP_CLIENT_ID'])(
    'finds %s',
    (variable) => {
      expect(isClientIdVariable(variable, providerDefinitions)).toBe(true)
    },
  )

  it.each(['GOOGLE_CLIENT_SECRET', 'GITHUB_BASE_URL', 'OIDC_CLIENT_ID', 'OIDC_ACME_ISSUER', 'CLIENT_ID', 'PORT'])(
    'passes over %s',
    (variable) => {
      expect(isClientIdVariable(variable, providerDefinitions)).toBe(false)
    },
  )
})
