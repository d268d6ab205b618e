import type { MailOptionsView, MeView } from '@latchkey/schema'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router'
import type { QueryUtils } from './api/query-utils.ts'
import { checkMailPath, confirmPath, forgotPasswordPath, undoEmailChangePath } from './challenges/challenge-paths.ts'
import { forgetChallenge, pendingChallenge } from './challenges/pending-challenge.ts'
import { parseTimelineSearch, timelinePath } from './features/events/timeline-search.ts'
import { parseDeviceSearch } from './features/grants/device/device-search.ts'
import { requestQuery } from './features/grants/request-query.ts'
import { parseAccessSearch } from './features/sessions/access-search.ts'
import { isAnnounced } from './features/sessions/ended/ending-texts.tsx'
import { endedPath } from './navigation/ended-all-state.ts'
import { loadChunk } from './connection/load-chunk.ts'
import type { CallbackResponse } from './features/oauth/callback-response.ts'
import { secondStepPath, twoStepPath } from './second-factors/second-factor-paths.ts'
import { steppedUpPath } from './step-up/step-up-channel.ts'
import { accountPath } from './features/users/account-path.ts'
import { parseSecuritySearch, securityPath } from './features/oauth/identities/security-search.ts'
import { exactPath } from './navigation/exact-path.ts'
import { type ReturnToSearch, parseReturnToSearch, returnPath, startPath } from './navigation/return-path.ts'
import { signInPurpose } from './navigation/sign-in-purpose.ts'
import { Fault, FaultPage } from './routes/fault.tsx'
import { isProviderId } from './providers/provider-id.ts'
import { Waiting } from './components/waiting.tsx'

interface RouterContext {
  readonly utils: QueryUtils
  /** The provider's response with which this page was opened. */
  readonly callbackResponse: CallbackResponse | null
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  notFoundComponent: lazyRouteComponent(async () => loadChunk(() => import('./routes/not-found.tsx')), 'NotFoundPage'),
})

/** Redirects to the path to return to. The router would rewrite a search, so a path with one is loaded as a document. */
function onward({ returnTo }: ReturnToSearch): Response {
  const href = returnPath(returnTo)
  return redirect({ href, replace: true, reloadDocument: href.includes('?') })
}

/** The user who is signed in, and what the server does by mail: in one request. */
async function meAndMail({ auth }: QueryUtils): Promise<readonly [MeView | null, MailOptionsView | null]> {
  // Without an answer, what depends on mail is not shown, and the server's refusals say the rest.
  return Promise.all([auth.me.ensureData(), auth.mailOptions.ensureData().catch(() => null)])
}

/**
 * For signed-in users; others sign in first and come back, and so do those who have to confirm their address, or to show or set
 * up a second factor.
 */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  pendingComponent: Waiting,
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/signed-in.tsx')), 'SignedInLayout'),
  beforeLoad: async ({ context, location }) => {
    const [me, mail] = await meAndMail(context.utils)
    // The address bar does not show a page that is only preloaded.
    const isHere = location.pathname === window.location.pathname
    const search = parseReturnToSearch({ returnTo: isHere ? exactPath() : location.href })
    if (me !== null) {
      const isProofDue = me.user.emailProvenAt === null && mail?.proof === 'required'
      if (isProofDue) throw redirect({ to: checkMailPath, search, replace: true })
      if (me.secondFactorDue) throw redirect({ to: twoStepPath, search, replace: true })
      return
    }
    const ending = await context.utils.sessions.ending.ensureData().catch(() => null)
    throw redirect({ to: ending !== null && isAnnounced(ending) ? endedPath : '/sign-in', search, replace: true })
  },
})

/** For signed-out users; others are redirected to the path to return to. */
const signedOutRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-out',
  pendingComponent: Waiting,
  validateSearch: parseReturnToSearch,
  beforeLoad: async ({ context, search }) => {
    const { auth, grants, oauth, passwords } = context.utils
    // Batched with the next query, so that the page shows whole and nothing moves. Without an answer it lacks its part.
    const parts = [
      oauth.providers.ensureData(),
      passwords.policy.ensureData(),
      auth.mailOptions.ensureData(),
      auth.captcha.ensureData(),
      ...(signInPurpose(returnPath(search.returnTo))?.kind === 'app' ? [grants.options.ensureData()] : []),
    ]
    const loaded = Promise.allSettled(parts)
    // Without an answer the form still shows: its submission will say what is wrong.
    const me = await auth.me.ensureData().catch(() => null)
    await loaded
    if (me !== null) throw onward(search)
  },
})

const accessRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: startPath,
  validateSearch: parseAccessSearch,
  // Fetched while the page's code is loading.
  loader: ({ context }) => {
    void context.utils.sessions.list.prefetch()
    void context.utils.secondFactors.list.prefetch()
  },
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/access.tsx')), 'AccessPage'),
  errorComponent: Fault,
})

const timelineRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: timelinePath,
  validateSearch: parseTimelineSearch,
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/timeline.tsx')), 'TimelinePage'),
  errorComponent: Fault,
})

const eventRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/events/$eventId',
  // A refusal is shown by the page itself.
  loader: ({ context, params }) => {
    void context.utils.events.get.prefetch({ id: params.eventId })
    void context.utils.sessions.list.prefetch()
  },
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/event.tsx')), 'EventPage'),
  errorComponent: Fault,
})

const passwordRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/password',
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/password.tsx')), 'PasswordPage'),
  errorComponent: Fault,
})

const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: accountPath,
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/account.tsx')), 'AccountPage'),
  errorComponent: Fault,
})

const developersRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/developers',
  loader: ({ context }) => {
    void context.utils.grants.options.prefetch()
    void context.utils.sessions.list.prefetch()
  },
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/developers.tsx')), 'DevelopersPage'),
  errorComponent: Fault,
})

/** The authorization endpoint for OAuth clients. Their request is read from the address itself. */
const authorizeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/oauth/authorize',
  staticData: { alone: true },
  // Loaded before the page shows, so that its heading takes the focus. A refusal is shown by the page itself.
  loader: async ({ context }) => {
    await context.utils.grants.codeRequest.ensureData({ query: requestQuery() }).catch(() => null)
  },
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/authorize.tsx')), 'AuthorizePage'),
  errorComponent: FaultPage,
})

const deviceRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/device',
  staticData: { alone: true },
  validateSearch: parseDeviceSearch,
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/device.tsx')), 'DevicePage'),
  errorComponent: FaultPage,
})

/** Where OAuth clients send the browser once they have their answer, signed in or not. */
const oauthDoneRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/oauth/done',
  loader: ({ context }) => void context.utils.grants.options.prefetch(),
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/oauth-done.tsx')), 'OAuthDonePage'),
})

const securityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: securityPath,
  validateSearch: parseSecuritySearch,
  loader: ({ context }) => {
    void context.utils.identities.list.prefetch()
    void context.utils.oauth.providers.prefetch()
    void context.utils.secondFactors.list.prefetch()
  },
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/security.tsx')), 'SecurityPage'),
  errorComponent: Fault,
})

/** The earlier address of the page above, in bookmarks and in tabs that are open since then. */
const signInMethodsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/sign-in-methods',
  validateSearch: parseSecuritySearch,
  beforeLoad: ({ search }) => {
    throw redirect({ to: securityPath, search, replace: true })
  },
})

/** Where providers redirect with their response, signed in or not. */
const oauthCallbackRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/oauth/callback/$provider',
  beforeLoad: ({ params }) => {
    if (!isProviderId(params.provider)) throw notFound()
  },
  loader: ({ context }) => void context.utils.oauth.providers.prefetch(),
  component: lazyRouteComponent(
    async () => loadChunk(() => import('./routes/oauth-callback.tsx')),
    'OAuthCallbackPage',
  ),
})

/** The last page of a step-up window. */
const steppedUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: steppedUpPath,
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/stepped-up.tsx')), 'SteppedUpPage'),
})

const signInRoute = createRoute({
  getParentRoute: () => signedOutRoute,
  path: '/sign-in',
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/signed-out.tsx')), 'SignInRoutePage'),
})

/** Waits only for `auth.me`: a user whose session ended must leave the private page at once. */
const endedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: endedPath,
  pendingComponent: Waiting,
  validateSearch: parseReturnToSearch,
  beforeLoad: async ({ context, search }) => {
    const me = await context.utils.auth.me.ensureData().catch(() => null)
    if (me !== null) throw onward(search)
  },
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/ended.tsx')), 'EndedPage'),
})

const signUpRoute = createRoute({
  getParentRoute: () => signedOutRoute,
  path: '/sign-up',
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/signed-out.tsx')), 'SignUpRoutePage'),
})

/** Where a mailed code is typed, signed in or not. A tab whose sign-in was finished in another one goes on as that. */
const checkMailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: checkMailPath,
  pendingComponent: Waiting,
  validateSearch: parseReturnToSearch,
  beforeLoad: async ({ context }) => {
    const [me] = await meAndMail(context.utils).catch(() => [null])
    const pending = pendingChallenge()
    if (me === null || (pending?.purpose !== 'sign_in' && pending?.purpose !== 'sign_up')) return
    forgetChallenge()
    throw onward(pending)
  },
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/check-mail.tsx')), 'CheckMailPage'),
})

/** Where the second step of a sign-in is taken. A tab whose sign-in was finished in another one goes on as that. */
const secondStepRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: secondStepPath,
  pendingComponent: Waiting,
  validateSearch: parseReturnToSearch,
  beforeLoad: async ({ context: { utils }, search }) => {
    // One request, so that the page shows whole and nothing moves.
    const [me, due] = await Promise.all([
      utils.auth.me.ensureData().catch(() => null),
      // Asked each time: the sign-in may have been finished in another tab.
      utils.auth.secondFactor.fetch(undefined, { staleTime: 0 }),
      utils.passwords.policy.ensureData().catch(() => null),
    ])
    if (due === null && me !== null) throw onward(search)
    return { due }
  },
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/second-step.tsx')), 'SecondStepPage'),
})

/** Where signed-in users show or set up the second factor that this server demands of them, before anything else. */
const twoStepRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: twoStepPath,
  pendingComponent: Waiting,
  validateSearch: parseReturnToSearch,
  beforeLoad: async ({ context: { utils }, search }) => {
    const me = await utils.auth.me.ensureData()
    if (me === null) throw redirect({ to: '/sign-in', search, replace: true })
    if (me.secondFactorDue) void utils.secondFactors.list.prefetch()
  },
  component: lazyRouteComponent(
    async () => loadChunk(() => import('./routes/two-step-verification.tsx')),
    'TwoStepVerificationPage',
  ),
})

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: forgotPasswordPath,
  pendingComponent: Waiting,
  validateSearch: parseReturnToSearch,
  beforeLoad: async ({ context: { utils } }) => {
    // One request, so that the page shows whole and nothing moves. Without an answer the form shows.
    const { auth, passwords } = utils
    await Promise.allSettled([passwords.policy.ensureData(), auth.mailOptions.ensureData(), auth.captcha.ensureData()])
  },
  component: lazyRouteComponent(
    async () => loadChunk(() => import('./routes/forgot-password.tsx')),
    'ForgotPasswordPage',
  ),
})

/** Where mailed links lead, signed in or not. Their token is taken out of the address before the router sees it. */
const confirmRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: confirmPath,
  pendingComponent: Waiting,
  beforeLoad: async ({ context }) => {
    await context.utils.auth.me.ensureData().catch(() => null)
  },
  component: lazyRouteComponent(async () => loadChunk(() => import('./routes/confirm.tsx')), 'ConfirmPage'),
})

const undoEmailChangeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: undoEmailChangePath,
  component: lazyRouteComponent(
    async () => loadChunk(() => import('./routes/undo-email-change.tsx')),
    'UndoEmailChangePage',
  ),
})

const routeTree = rootRoute.addChildren([
  signedInRoute.addChildren([
    accessRoute,
    timelineRoute,
    eventRoute,
    securityRoute,
    signInMethodsRoute,
    passwordRoute,
    accountRoute,
    developersRoute,
    authorizeRoute,
    deviceRoute,
  ]),
  signedOutRoute.addChildren([signInRoute, signUpRoute]),
  secondStepRoute,
  twoStepRoute,
  checkMailRoute,
  forgotPasswordRoute,
  confirmRoute,
  undoEmailChangeRoute,
  endedRoute,
  oauthCallbackRoute,
  oauthDoneRoute,
  steppedUpRoute,
])

// The inferred type carries every route, so that links are checked.
// oxlint-disable-next-line typescript/explicit-module-boundary-types
export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultErrorComponent: FaultPage,
    defaultPendingMs: 400,
    defaultPreload: 'intent',
    // React Query decides how old the data of a page may be.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  })
}

export type WebRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: WebRouter
  }

  interface StaticDataRouteOption {
    /** The page has no navigation around it: the user came for one decision. */
    readonly alone?: true
  }
}
