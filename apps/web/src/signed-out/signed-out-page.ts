import type {
  AuthenticationOptionsView,
  AuthorizeInput,
  AuthorizeView,
  CaptchaView,
  ChallengeView,
  ClientView,
  ContinueUnprovenInput,
  MailOptionsView,
  PasskeySignInInput,
  PasswordPolicyView,
  ProviderView,
  RequestCodeInput,
  SignInInput,
  SignInMethod,
  SignInView,
  SignUpInput,
  SignUpView,
} from '@latchkey/schema'
import type { ReactNode } from 'react'
import type { forgotPasswordPath } from '../challenges/challenge-paths.ts'
import type { SignedOutPath } from './signed-out-path.ts'

/** What the sign-in and the sign-up page show of this server. Where it did not answer, they lack a part. */
export interface SignedOutData {
  readonly providers: readonly ProviderView[]
  readonly policy: PasswordPolicyView | null
  readonly mail: MailOptionsView | null
  /** The CAPTCHA that it asks for; `null` for none. */
  readonly captcha: CaptchaView | null
  /** The registered clients; asked for only where the sign-in leads to one. */
  readonly clients: readonly ClientView[]
}

/** The procedures that the pages call. */
export interface SignedOutCalls {
  readonly signIn: (input: SignInInput) => Promise<Pick<SignInView, 'status'>>
  readonly signUp: (input: SignUpInput) => Promise<SignUpView>
  readonly continueUnproven: (input: ContinueUnprovenInput) => Promise<unknown>
  readonly requestSignInCode: (input: RequestCodeInput) => Promise<ChallengeView>
  readonly authorize: (input: AuthorizeInput) => Promise<AuthorizeView>
  readonly passkeyOptions: () => Promise<AuthenticationOptionsView>
  readonly passkeySignIn: (input: PasskeySignInInput) => Promise<unknown>
}

/** The pages that these pages link to. */
export type LinkedPath = SignedOutPath | typeof forgotPasswordPath

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
  /** Called when the first factor was right: goes to where the second is shown; the form stays busy until that is there. */
  readonly onSecondFactorDue: (method: SignInMethod) => Promise<void>
  /** Called when a code was mailed: goes to the page where it is typed; the form stays busy until that is there. */
  readonly onMailed: (challenge: ChallengeView, remember: boolean) => Promise<void>
  /** Returns the link to a page for signed-out users that keeps the path to return to. */
  readonly renderLink: (to: LinkedPath, text: ReactNode) => ReactNode
}
