import { apple } from './apple.ts'
import { auth0 } from './auth0.ts'
import { discord } from './discord.ts'
import { entra } from './entra.ts'
import { facebook } from './facebook.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { google } from './google.ts'
import { keycloak } from './keycloak.ts'
import { linkedin } from './linkedin.ts'
import { okta } from './okta.ts'
import { openId } from './openid.ts'
import { slack } from './slack.ts'
import { twitch } from './twitch.ts'
import { x } from './x.ts'
import type { ProviderDefinition } from './provider-definition.ts'

/** Every provider that can be configured, in the order in which buttons and `.env.example` list them. */
export const providerDefinitions: readonly ProviderDefinition[] = [
  google,
  github,
  apple,
  entra,
  gitlab,
  facebook,
  discord,
  slack,
  linkedin,
  x,
  twitch,
  okta,
  auth0,
  keycloak,
  openId,
]

/** What the local provider of development plays at a start: enough to try, and few enough for a calm page. */
export const offeredLocally: readonly ProviderDefinition[] = [google, github, openId]
