import type {
  AuthorizeInput,
  AuthorizeView,
  ClientView,
  PasswordPolicyView,
  ProviderView,
  SignInInput,
  SignUpInput,
} from '@latchkey/schema'
import type { ReactNode } from 'react'
import type { SignedOutPath } from './signed-out-path.ts'

/** What the sign-in and the sign-up page show of this server. Where it did not answer, they lack a part. */
export interface SignedOutData {
  readonly providers: readonly ProviderView[]
  readonly policy: PasswordPolicyView | null
  /** The registered clients; asked for only where the sign-in leads to one. */
  readonly clients: readonly ClientView[]
}

/** The procedures that the pages call. */
export interface SignedOutCalls {
  readonly signIn: (input: SignInInput) => Promise<unknown>
  readonly signUp: (input: SignUpInput) => Promise<unknown>
  readonly authorize: (input: AuthorizeInput) => Promise<AuthorizeView>
}

/**
 * What the sign-in and the sign-up page get from what shows them: `first-page.tsx` as the first page of a document, before
 * the router and the query cache are loaded, or `routes/signed-out.tsx` within the app.
 */
export interface SignedOutPageProps {
  /** The path of this app to go to with the session. */
  readonly returnTo: string
  readonly data: SignedOutData
  readonly calls: SignedOutCalls
  /** Called with the cookie in place; the form stays busy until it resolves. */
  readonly onSignedIn: () => Promise<void>
  /** Returns the link to one of the two pages that keeps the path to return to. */
  readonly renderLink: (to: SignedOutPath, text: ReactNode) => ReactNode
}
