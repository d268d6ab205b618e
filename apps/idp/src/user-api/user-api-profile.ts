import type { IncomingMessage, ServerResponse } from 'node:http'
import type { UserApiGrant } from './user-api-requests.ts'

/** Answers one request of the API for the account that its access token belongs to. */
export type AnswerAbout = (response: ServerResponse, grant: UserApiGrant, request: IncomingMessage) => void

/** In what the providers with a user API differ. Paths are below the id of the provider. */
export interface UserApiProfile {
  readonly authorizePath: string
  readonly tokenPath: string
  /** How it spells a refused code, and with which status. */
  readonly refusedCode: { readonly status: number; readonly error: string }
  /** Whether the client must authenticate with Basic. */
  readonly basicOnly: boolean
  readonly tokenPrefix: string
  /** What separates the scopes in its token response. */
  readonly scopeSeparator: string
  /** The resources of its API. */
  readonly resources: Readonly<Record<string, AnswerAbout>>
  /** Answers a request without an access token that it knows. */
  readonly answerStranger: (response: ServerResponse) => void
}
