import type { JWK, JWTPayload } from 'jose'
import { Discovery } from './discovery.ts'
import { localClient } from './local-provider-variables.ts'
import { OpenIdProvider } from './openid-provider.ts'
import type { OpenIdQuirks, SeveralIssuers } from './openid-quirks.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'

/** The tenant of all personal Microsoft accounts. */
const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad'
const tenantId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
/** Stands in an issuer for the id of the tenant. */
const tenantPlaceholder = '{tenantid}'

/**
 * Microsoft Entra ID: the accounts of one organisation, of any, or of Microsoft's customers.
 *
 * @see [Microsoft identity platform, OpenID Connect](https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc)
 */
export const entra: SingleProviderDefinition<'tenant' | 'baseUrl'> = {
  kind: 'single',
  id: 'entra',
  name: 'Microsoft',
  variables: {
    tenant: {
      suffix: 'TENANT',
      kind: 'text',
      default: null,
      comment:
        'The id of your tenant, for its accounts only; organizations, for those of every tenant; consumers, for personal accounts; common, for both.',
      accepts: {
        test: (value) => tenantId.test(value) || isShared(value) || value === 'consumers',
        refusal: 'must be the id of a tenant, or common, organizations or consumers',
      },
    },
    baseUrl: {
      suffix: 'BASE_URL',
      kind: 'baseUrl',
      default: 'https://login.microsoftonline.com',
      comment: 'Of a national cloud, where that is where your tenant is.',
    },
  },
  // Its ID tokens have `auth_time` only where a registration asks for it.
  provesFreshSignIn: false,
  create: ({ tenant, baseUrl, ...settings }) => {
    const issuerAt = (id: string): string => `${baseUrl}/${id}/v2.0`
    if (!isShared(tenant)) {
      const id = tenant === 'consumers' ? personalTenant : tenant.toLowerCase()
      return new OpenIdProvider({ ...settings, issuer: issuerAt(id) }, quirks)
    }
    return new OpenIdProvider(
      { ...settings, issuer: issuerAt(tenant) },
      {
        ...quirks,
        metadata: new Discovery(issuerAt(tenant), issuerAt(tenantPlaceholder)),
        issuers: tenantIssuers(issuerAt, { personal: tenant === 'common' }),
      },
    )
  },
  local: (address) => ({
    ...localClient('ENTRA'),
    ENTRA_TENANT: 'common',
    ENTRA_BASE_URL: `${address}/entra`,
  }),
}

const quirks: OpenIdQuirks = {
  provesFreshSignIn: false,
  freshParameters: { prompt: 'login' },
  // Userinfo says no more of an address than the ID token does.
  neededClaims: [],
  standardClaims: (claims) => ({ ...claims, email_verified: isDomainVerified(claims) }),
}

/** Whether accounts of several tenants sign in through one address. */
function isShared(tenant: string): boolean {
  return tenant === 'common' || tenant === 'organizations'
}

/**
 * The issuers of all tenants: each token names that of its own (`tid`), and each key the issuers that it signs for.
 *
 * @see [Microsoft, validate the issuer](https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-issuer)
 */
function tenantIssuers(
  issuerAt: (tenant: string) => string,
  { personal }: { readonly personal: boolean },
): SeveralIssuers {
  const ofTenant = (tenant: unknown): string | null => {
    if (typeof tenant !== 'string' || !tenantId.test(tenant)) return null
    return tenant === personalTenant && !personal ? null : issuerAt(tenant)
  }
  return {
    ofToken: ({ tid }) => ofTenant(tid),
    // A key of personal accounts must not sign for an organisation.
    isKeyOf: ({ issuer }: JWK & { readonly issuer?: unknown }, expected) =>
      issuer === expected || issuer === issuerAt(tenantPlaceholder),
    has: (issuer) => ofTenant(issuer.split('/').at(-2)) === issuer,
  }
}

/**
 * Whether the owner of the address's domain was verified, which `xms_edov` says where the registration asks for it. An
 * administrator of any tenant can give an account any other address.
 *
 * @see [Microsoft, optional claims](https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference)
 */
function isDomainVerified({ xms_edov: verified }: JWTPayload): boolean {
  return verified === true || verified === 1 || verified === '1' || verified === 'true'
}
