import { providerDefinitions, type SingleProviderDefinition } from '@latchkey/auth'
import { describe, expect, it } from 'vitest'
import { readProviders } from '../../src/config/read-providers.ts'

/** Google, GitHub and OpenID, whatever other definitions there are. */
const definitions = providerDefinitions.filter(
  (definition) => definition.kind === 'named' || ['google', 'github'].includes(definition.id),
)

/** A provider with a variable that must be set beside its client id. */
const tenanted: SingleProviderDefinition<'tenant'> = {
  kind: 'single',
  id: 'cloud',
  name: 'Cloud',
  variables: { tenant: { suffix: 'TENANT', kind: 'text', default: null, comment: null } },
  create: () => expect.unreachable('readProviders creates nothing'),
  provesFreshSignIn: false,
  local: () => null,
}

const openid = (name: string) => ({
  [`OIDC_${name}_ISSUER`]: 'https://id.example.com',
  [`OIDC_${name}_CLIENT_ID`]: 'id',
  [`OIDC_${name}_CLIENT_SECRET`]: 'secret',
})

describe('readProviders', () => {
  it('refuses an OpenID provider whose name is the id of another definition', () => {
    const google = 'OIDC_GOOGLE_… is taken: use GOOGLE_….'
    expect(readProviders(openid('GOOGLE'), definitions).problems).toEqual([google])
    const set = { ...openid('GOOGLE'), ...openid('GITHUB') }
    expect(readProviders(set, definitions).problems).toEqual([google, 'OIDC_GITHUB_… is taken: use GITHUB_….'])
    expect(readProviders(openid('GOOGLER'), definitions).problems).toEqual([])
  })

  it('reads the variables that a definition names', () => {
    const set = { CLOUD_CLIENT_ID: 'id', CLOUD_CLIENT_SECRET: 'secret', CLOUD_TENANT: 'acme' }
    expect(readProviders(set, [tenanted])).toEqual({
      providers: [
        {
          definition: tenanted,
          settings: { id: 'cloud', name: 'Cloud', clientId: 'id', clientSecret: 'secret', tenant: 'acme' },
        },
      ],
      problems: [],
    })
  })

  it.each([
    [{ CLOUD_TENANT: 'acme' }, 'CLOUD_CLIENT_ID and CLOUD_CLIENT_SECRET must be set beside CLOUD_TENANT.'],
    [{ CLOUD_CLIENT_ID: 'id', CLOUD_CLIENT_SECRET: 'secret' }, 'CLOUD_TENANT must be set beside CLOUD_CLIENT_ID.'],
  ])('refuses %j, of which a variable is missing', (set, problem) => {
    expect(readProviders(set, [tenanted])).toEqual({ providers: [], problems: [problem] })
  })

  it('names every problem of two OpenID providers', () => {
    const { OIDC_A_CLIENT_ID: _, ...withoutId } = openid('A')
    const set = { ...withoutId, ...openid('B'), OIDC_B_ISSUER: 'http://id.example.com', OIDC_C_NAME: 'C' }
    expect(readProviders(set, definitions).problems).toEqual([
      'OIDC_A_CLIENT_ID must be set beside OIDC_A_CLIENT_SECRET.',
      'OIDC_A_CLIENT_ID and OIDC_A_CLIENT_SECRET must be set beside OIDC_A_ISSUER.',
      'OIDC_B_ISSUER must be an https address (http only on localhost).',
      'OIDC_C_ISSUER must be set beside OIDC_C_NAME.',
    ])
  })
})
