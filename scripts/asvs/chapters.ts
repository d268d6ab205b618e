import { encodingRequirements } from './chapters/v01-encoding.ts'
import { validationRequirements } from './chapters/v02-validation.ts'
import { webFrontendRequirements } from './chapters/v03-web-frontend.ts'
import { apiRequirements } from './chapters/v04-api.ts'
import { filesRequirements } from './chapters/v05-files.ts'
import { authenticationRequirements } from './chapters/v06-authentication.ts'
import { sessionsRequirements } from './chapters/v07-sessions.ts'
import { authorizationRequirements } from './chapters/v08-authorization.ts'
import { selfContainedTokensRequirements } from './chapters/v09-self-contained-tokens.ts'
import { oauthRequirements } from './chapters/v10-oauth.ts'
import { cryptographyRequirements } from './chapters/v11-cryptography.ts'
import { secureCommunicationRequirements } from './chapters/v12-secure-communication.ts'
import { configurationRequirements } from './chapters/v13-configuration.ts'
import { dataProtectionRequirements } from './chapters/v14-data-protection.ts'
import { architectureRequirements } from './chapters/v15-architecture.ts'
import { loggingRequirements } from './chapters/v16-logging.ts'
import { webrtcRequirements } from './chapters/v17-webrtc.ts'
import type { Requirement } from './requirement.ts'

/** A chapter of the standard with all of its requirements, whatever their level. */
export interface Chapter {
  readonly title: string
  readonly requirements: readonly Requirement[]
}

/** The chapters in the order of the standard; the first is chapter 1. */
export const chapters: readonly Chapter[] = [
  { title: 'Encoding and sanitization', requirements: encodingRequirements },
  { title: 'Validation and business logic', requirements: validationRequirements },
  { title: 'Web frontend', requirements: webFrontendRequirements },
  { title: 'API and web service', requirements: apiRequirements },
  { title: 'File handling', requirements: filesRequirements },
  { title: 'Authentication', requirements: authenticationRequirements },
  { title: 'Session management', requirements: sessionsRequirements },
  { title: 'Authorization', requirements: authorizationRequirements },
  { title: 'Self-contained tokens', requirements: selfContainedTokensRequirements },
  { title: 'OAuth and OpenID Connect', requirements: oauthRequirements },
  { title: 'Cryptography', requirements: cryptographyRequirements },
  { title: 'Secure communication', requirements: secureCommunicationRequirements },
  { title: 'Configuration', requirements: configurationRequirements },
  { title: 'Data protection', requirements: dataProtectionRequirements },
  { title: 'Secure coding and architecture', requirements: architectureRequirements },
  { title: 'Logging and error handling', requirements: loggingRequirements },
  { title: 'WebRTC', requirements: webrtcRequirements },
]

/** Every requirement of the standard, in its order. */
export const requirements: readonly Requirement[] = chapters.flatMap((chapter) => chapter.requirements)
