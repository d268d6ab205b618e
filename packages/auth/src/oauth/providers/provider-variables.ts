import type {
  NamedProviderDefinition,
  ProviderDefinition,
  ProviderVariable,
  SingleProviderDefinition,
} from './provider-definition.ts'

/** The variables that every provider has, by the names of its settings. */
const credentials = {
  clientId: { suffix: 'CLIENT_ID', kind: 'text', default: null, comment: null },
  clientSecret: { suffix: 'CLIENT_SECRET', kind: 'text', default: null, comment: null },
} as const satisfies Readonly<Record<string, ProviderVariable>>

/** The suffix of the variable with the text of the button, for a provider that the operator names. */
export const providerNameSuffix = 'NAME'

/** The name that an operator gives a provider: in lower case it is an id, and it has no underscore. */
export const providerNamePattern = /^[A-Z][A-Z0-9]{0,30}$/

/** Returns all variables of a definition by the names of its settings, in the order of `.env.example`. */
export function providerVariables({ variables }: ProviderDefinition): Readonly<Record<string, ProviderVariable>> {
  return { ...credentials, ...variables }
}

/** Returns what the variables of a single provider begin with: `GITHUB` for `github`. */
export function providerVariablePrefix({ id }: SingleProviderDefinition): string {
  return id.toUpperCase()
}

/** Splits `OIDC_ACME_ISSUER` into `ACME` and `ISSUER`; returns `null` for a variable that is not of this definition. */
export function splitProviderVariable(
  definition: NamedProviderDefinition,
  variable: string,
): { readonly name: string; readonly suffix: string } | null {
  const suffixes = [...Object.values(providerVariables(definition)).map(({ suffix }) => suffix), providerNameSuffix]
  const [, name, suffix] = new RegExp(`^${definition.prefix}_(.*)_(${suffixes.join('|')})$`).exec(variable) ?? []
  return name === undefined || suffix === undefined ? null : { name, suffix }
}

/** Whether a variable of the environment is the client id of a provider. */
export function isClientIdVariable(variable: string, definitions: readonly ProviderDefinition[]): boolean {
  const { suffix } = credentials.clientId
  return definitions.some((definition) =>
    definition.kind === 'single'
      ? variable === `${providerVariablePrefix(definition)}_${suffix}`
      : splitProviderVariable(definition, variable)?.suffix === suffix,
  )
}
