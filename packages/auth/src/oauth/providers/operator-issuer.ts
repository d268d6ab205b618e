import { localClient } from './local-provider-variables.ts'
import { OpenIdProvider } from './openid-provider.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'
import { providerNameSuffix } from './provider-variables.ts'

/** A product that organisations have at addresses of their own. */
export interface OperatorProduct {
  readonly id: string
  readonly name: string
  /** An issuer as the product writes them. */
  readonly example: string
  /** Where the local provider plays it. */
  readonly localPath: string
  /** Returns the issuer as its discovery document names it. */
  readonly issuerOf: (issuer: string) => string
}

/**
 * Defines an OpenID provider that the operator has an own issuer at, and that organisations give their own name. It states
 * when its user signed in.
 */
export function operatorIssuer(product: OperatorProduct): SingleProviderDefinition<'issuer' | 'label'> {
  const { id, name, example, localPath, issuerOf } = product
  const prefix = id.toUpperCase()
  return {
    kind: 'single',
    id,
    name,
    variables: {
      issuer: { suffix: 'ISSUER', kind: 'issuer', default: null, comment: `Its issuer, like ${example}.` },
      label: { suffix: providerNameSuffix, kind: 'text', default: name, comment: 'What the button says.' },
    },
    provesFreshSignIn: true,
    create: ({ label, issuer, ...settings }) =>
      new OpenIdProvider({ ...settings, name: label, issuer: issuerOf(issuer) }, { provesFreshSignIn: true }),
    local: (address) => ({ ...localClient(prefix), [`${prefix}_ISSUER`]: address + localPath }),
  }
}
