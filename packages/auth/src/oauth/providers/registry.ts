import { github } from './github.ts'
import { google } from './google.ts'
import { openId } from './openid.ts'
import type { ProviderDefinition } from './provider-definition.ts'

/** Every provider that can be configured, in the order in which buttons and `.env.example` list them. */
export const providerDefinitions: readonly ProviderDefinition[] = [google, github, openId]
