import {
  type NamedProviderDefinition,
  type ProviderDefinition,
  providerNamePattern,
  providerNameSuffix,
  type ProviderSettings,
  providerVariablePrefix,
  providerVariables,
  type SingleProviderDefinition,
  splitProviderVariable,
} from '@latchkey/auth'
import { serverAddress } from './variable-formats.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface ConfiguredProvider {
  readonly definition: ProviderDefinition
  readonly settings: ProviderSettings
}

interface FoundProviders {
  readonly providers: readonly ConfiguredProvider[]
  readonly problems: readonly string[]
}

/** "A", "A and B", "A, B and C". */
const conjunction = new Intl.ListFormat('en-GB')

/**
 * Returns the providers that the environment configures, in the order of their definitions. Problems are lines to show to
 * the operator. The addresses of single providers were checked with the other variables.
 */
export function readProviders(set: Environment, definitions: readonly ProviderDefinition[]): FoundProviders {
  const singles = definitions.filter((definition) => definition.kind === 'single')
  const found = definitions.map((definition) =>
    definition.kind === 'single' ? readSingle(definition, set) : readNamed(definition, set, singles),
  )
  return {
    providers: found.flatMap(({ providers }) => providers),
    problems: found.flatMap(({ problems }) => problems),
  }
}

function readSingle(definition: SingleProviderDefinition, set: Environment): FoundProviders {
  const { id, name } = definition
  const prefix = providerVariablePrefix(definition)
  const settings = settingsFrom(definition, prefix, { id, name }, set)
  return {
    providers: settings === null ? [] : [{ definition, settings }],
    problems: incompleteGroup(requiredVariables(definition, prefix), set),
  }
}

function readNamed(
  definition: NamedProviderDefinition,
  set: Environment,
  singles: readonly SingleProviderDefinition[],
): FoundProviders {
  const variables = Object.keys(set).flatMap((variable) => {
    const parts = splitProviderVariable(definition, variable)
    return parts === null ? [] : [{ variable, ...parts, prefix: `${definition.prefix}_${parts.name}` }]
  })
  const wellNamed = variables.filter(({ name }) => providerNamePattern.test(name))
  const found = wellNamed
    .filter(({ suffix }) => suffix === definition.key)
    .map(({ name, prefix }) => readOneNamed(definition, name, prefix, set))
  const providers = found.flatMap((one) => one.providers)
  const withoutKey = wellNamed.filter(({ prefix }) => set[`${prefix}_${definition.key}`] === undefined)
  const badlyNamed = variables.filter(({ name }) => !providerNamePattern.test(name))
  const taken = singles.filter(({ id }) => providers.some(({ settings }) => settings.id === id))
  return {
    providers,
    problems: [
      ...found.flatMap(({ problems }) => problems),
      ...withoutKey.map(({ variable, prefix }) => `${prefix}_${definition.key} must be set beside ${variable}.`),
      ...badlyNamed.map(
        ({ variable }) => `${variable} must name its provider in letters and digits: ${definition.prefix}_EXAMPLE_….`,
      ),
      ...taken.map((single) => takenName(definition, single)),
    ],
  }
}

function readOneNamed(
  definition: NamedProviderDefinition,
  name: string,
  prefix: string,
  set: Environment,
): FoundProviders {
  const id = name.toLowerCase()
  const label = set[`${prefix}_${providerNameSuffix}`] ?? name.charAt(0) + id.slice(1)
  const settings = settingsFrom(definition, prefix, { id, name: label }, set)
  const key = `${prefix}_${definition.key}`
  const besideKey = requiredVariables(definition, prefix).filter((variable) => variable !== key)
  const problems = [...badAddresses(definition, prefix, set), ...incompleteGroup(besideKey, set)]
  const [clientId = key] = besideKey
  if (set[clientId] === undefined) problems.push(`${conjunction.format(besideKey)} must be set beside ${key}.`)
  return { providers: settings === null ? [] : [{ definition, settings }], problems }
}

/** Returns `null` while a variable without a default is not set. */
function settingsFrom(
  definition: ProviderDefinition,
  prefix: string,
  identity: Pick<ProviderSettings, 'id' | 'name'>,
  set: Environment,
): ProviderSettings | null {
  const values: Record<string, string> = {}
  for (const [setting, { suffix, kind, default: fallback }] of Object.entries(providerVariables(definition))) {
    const value = set[`${prefix}_${suffix}`] ?? fallback
    if (value === null) return null
    values[setting] = kind === 'baseUrl' ? value.replace(/\/$/, '') : value
  }
  return { ...values, ...identity } as ProviderSettings
}

function requiredVariables(definition: ProviderDefinition, prefix: string): readonly string[] {
  const required = Object.values(providerVariables(definition)).filter((variable) => variable.default === null)
  return required.map(({ suffix }) => `${prefix}_${suffix}`)
}

/** Variables that belong together must all be set, or none of them. */
function incompleteGroup(variables: readonly string[], set: Environment): readonly string[] {
  const present = variables.find((variable) => set[variable] !== undefined)
  const missing = variables.filter((variable) => set[variable] === undefined)
  if (present === undefined || missing.length === 0) return []
  return [`${conjunction.format(missing)} must be set beside ${present}.`]
}

function badAddresses(definition: ProviderDefinition, prefix: string, set: Environment): readonly string[] {
  const addresses = Object.values(providerVariables(definition)).filter(({ kind }) => kind !== 'text')
  return addresses.flatMap(({ suffix }) => {
    const variable = `${prefix}_${suffix}`
    const { error } = serverAddress.optional().safeParse(set[variable])
    return (error?.issues ?? []).map(({ message }) => `${variable} ${message}.`)
  })
}

function takenName({ prefix }: NamedProviderDefinition, single: SingleProviderDefinition): string {
  const name = providerVariablePrefix(single)
  return `${prefix}_${name}_… is taken: use ${name}_….`
}
