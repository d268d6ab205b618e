import type { UserApiProviderId } from '../provider-id.ts'
import { discordProfile } from './discord-api.ts'
import { facebookProfile } from './facebook-api.ts'
import { githubProfile } from './github-api.ts'
import type { UserApiProfile } from './user-api-profile.ts'
import { xProfile } from './x-api.ts'

export const userApiProfiles: Readonly<Record<UserApiProviderId, UserApiProfile>> = {
  github: githubProfile,
  facebook: facebookProfile,
  discord: discordProfile,
  x: xProfile,
}
