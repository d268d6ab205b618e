import type { Browser, Page } from '@playwright/test'
import { firefoxOnWindows, safariOnMac } from '../src/another-browser.ts'
import { startDeviceClient } from '../src/device-client.ts'
import { authorizePath } from '../src/oauth-request.ts'
import type { Server } from '../src/server.ts'
import { UserDriver } from '../src/user-driver.ts'
import { fillSignIn, open, signedIn, type Stage } from './stage.ts'
import { secondFactorStates } from './second-factor-states.ts'
import { VirtualAuthenticator } from '../src/virtual-authenticator.ts'
import { expectCode, openLink, undoPath, withMail } from './with-mail.ts'

const chromeOnAndroid =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Mobile Safari/537.36'
const edgeOnWindows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36 Edg/149.0.0.0'

const hour = 3_600_000
const day = 24 * hour

/** Each page and state of the app, by the name of its folder: brings the page there. */
export const states: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'sign-in': ({ page }) => open(page, '/sign-in'),
  'sign-in-refused': async ({ page }) => {
    await open(page, '/sign-in')
    await fillSignIn(page, 'ada@example.com', 'not the password')
    await page.getByRole('alert').waitFor()
  },
  'sign-in-too-many': async ({ page, server }) => {
    const user = new UserDriver()
    await user.signUp(page.request)
    await page.context().clearCookies()
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await post(page, server, 'auth.signIn', { email: user.email, password: 'not the password' })
    }
    await open(page, '/sign-in')
    await fillSignIn(page, user.email, 'not the password')
    await page.getByRole('alert').waitFor()
  },
  'sign-in-unreachable': async ({ page }) => {
    await open(page, '/sign-in')
    await page.context().setOffline(true)
    await fillSignIn(page, 'ada@example.com', 'correct horse battery')
    await page.getByRole('alert').waitFor()
  },
  'sign-up': ({ page }) => open(page, '/sign-up'),
  'sign-up-refused': async ({ page }) => {
    await open(page, '/sign-up')
    await page.locator('input[type="email"]').fill('ada')
    await page.locator('input[type="password"]').fill('password')
    await page.keyboard.press('Enter')
    await page.locator('[aria-invalid="true"]').first().waitFor()
  },
  ended: async ({ page, browser, server }) => {
    const user = await signedIn(page)
    const other = await session(browser, server, user, edgeOnWindows)
    await open(page, '/')
    await other.post('/trpc/sessions.endOthers')
    await page.waitForURL(/\/ended/)
  },
  'provider-cancelled': ({ page }) => open(page, '/oauth/callback/google?error=access_denied'),
  'not-found': async ({ page }) => {
    await signedIn(page)
    await open(page, '/no-such-page')
  },
  consent: async ({ page }) => {
    await signedIn(page)
    await open(page, authorizePath)
  },
  'consent-signed-out': ({ page }) => open(page, authorizePath),
  'consent-invalid': async ({ page }) => {
    await signedIn(page)
    await open(page, '/oauth/authorize?response_type=code&client_id=no-such-client')
  },
  'device-code': async ({ page }) => {
    await signedIn(page)
    await open(page, '/device')
  },
  'device-check': async ({ page, server }) => {
    await signedIn(page)
    const { link } = await startDeviceClient(server.url)
    await open(page, link)
    await page.locator('button[type="submit"]').click()
    await page.getByRole('button', { name: /^(Approve|Erlauben)$/ }).waitFor()
  },
  'oauth-done': ({ page }) => open(page, '/oauth/done?client=latchkey-cli'),
  'access-one': async ({ page }) => {
    await signedIn(page)
    await open(page, '/')
  },
  'access-several': async (stage) => {
    await severalSessions(stage)
    await open(stage.page, '/')
  },
  'access-details': async (stage) => {
    await severalSessions(stage)
    await open(stage.page, '/')
    await stage.page.locator('[aria-expanded="false"]:not([aria-haspopup])').first().click()
  },
  'access-end': async (stage) => {
    await severalSessions(stage)
    await open(stage.page, '/')
    await stage.page
      .getByRole('button', { name: /^(End|Beenden|.* beenden)/ })
      .first()
      .click()
    await stage.page.getByRole('dialog').waitFor()
  },
  'access-many': async (stage) => {
    await manySessions(stage)
    await open(stage.page, '/')
  },
  'access-failing': async ({ page }) => {
    await signedIn(page)
    await page.route(/sessions\.(list|history|watch)/, (route) => route.fulfill({ status: 500, body: '' }))
    await open(page, '/')
    await page.getByRole('alert').first().waitFor()
  },
  'access-unreachable': async (stage) => {
    await severalSessions(stage)
    await open(stage.page, '/')
    await stage.page.context().setOffline(true)
    await stage.page
      .getByText(/reconnects by itself|verbindet sich/)
      .last()
      .waitFor()
  },
  'timeline-one': async ({ page }) => {
    await signedIn(page)
    await open(page, '/timeline')
  },
  'timeline-several': async (stage) => {
    await severalSessions(stage)
    await open(stage.page, '/timeline')
  },
  'timeline-opened': async (stage) => {
    const user = await severalSessions(stage)
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await post(stage.page, stage.server, 'auth.signIn', { email: user.email, password: 'not the password' })
    }
    await stage.page.request.post('/trpc/sessions.endOthers')
    await open(stage.page, '/timeline')
    for (const details of await stage.page.locator('main [aria-expanded="false"]').all()) await details.click()
  },
  'timeline-failing': async ({ page }) => {
    await signedIn(page)
    await page.route(/events\.list/, (route) => route.fulfill({ status: 500, body: '' }))
    await open(page, '/timeline')
    await page.getByRole('alert').first().waitFor()
  },
  security: async ({ page }) => {
    await signedIn(page)
    await open(page, '/security')
  },
  password: async ({ page }) => {
    await signedIn(page)
    await open(page, '/password')
  },
  'password-changed': async ({ page }) => {
    const user = await signedIn(page)
    await open(page, '/password')
    await page.locator('input[autocomplete="current-password"]').fill(user.password)
    await page.locator('input[autocomplete="new-password"]').fill('another good one')
    await page.keyboard.press('Enter')
    await page.locator('a[href="/security"][data-size="md"]').waitFor()
  },
  account: async ({ page }) => {
    await signedIn(page)
    await open(page, '/account')
  },
  'account-passkeys': async ({ page, server }) => {
    await withPasskey(page, server, true)
    // Its authenticator has one already.
    await page.getByRole('button', { name: addPasskey }).click()
    await page.getByRole('alert').waitFor()
  },
  'account-passkey-remove': async ({ page, server }) => {
    await withPasskey(page, server, false)
    await page.getByRole('button', { name: /^(Remove .|.+ entfernen$)/ }).click()
    await page.locator('dialog').waitFor()
  },
  'sign-in-passkey-cancelled': async ({ page }) => {
    await open(page, '/sign-in')
    await (await VirtualAuthenticator.add(page)).setVerifies(false)
    await page.getByRole('button', { name: /^(Sign in with a passkey|Mit Passkey anmelden)$/ }).click()
    await page.getByRole('alert').waitFor()
  },
  'passkey-offer': async ({ page }) => {
    const user = await signedIn(page)
    await page.context().clearCookies()
    await open(page, '/sign-in')
    await VirtualAuthenticator.add(page)
    await fillSignIn(page, user.email, user.password)
    await page.locator('aside').waitFor()
  },
  'step-up-passkey': async ({ page, server }) => {
    const user = await withPasskey(page, server, true)
    await server.expireStepUp(user.email)
    await page.reload()
    await page.getByRole('button', { name: addPasskey }).click()
    await page.locator('dialog').waitFor()
  },
  developers: async ({ page }) => {
    await signedIn(page)
    await open(page, '/developers')
  },
  'developers-apps': async (stage) => {
    await severalSessions(stage)
    await open(stage.page, '/developers')
  },
  ...secondFactorStates,
  'sign-in-mail': async ({ page }) => {
    await withMail(page)
    await open(page, '/sign-in')
  },
  'forgot-password': async ({ page }) => {
    await withMail(page)
    await open(page, '/forgot-password')
  },
  'forgot-password-no-mail': ({ page }) => open(page, '/forgot-password'),
  'check-mail-sign-in': async ({ page }) => {
    await withMail(page)
    await expectCode(page, 'sign_in')
    await open(page, '/check-mail')
  },
  'check-mail-incomplete': async ({ page }) => {
    await withMail(page)
    await expectCode(page, 'sign_up')
    await open(page, '/check-mail')
    await page.locator('input[name="code"]').fill('BCDF')
    await page.keyboard.press('Enter')
    await page.locator('[aria-invalid="true"]').waitFor()
  },
  'check-mail-reset': async ({ page }) => {
    await withMail(page)
    await expectCode(page, 'reset_password')
    await open(page, '/check-mail')
  },
  'check-mail-expired': async ({ page }) => {
    await withMail(page)
    await expectCode(page, 'sign_up', -1)
    await open(page, '/check-mail')
  },
  'check-mail-nothing': ({ page }) => open(page, '/check-mail'),
  'link-sign-up': ({ page }) => openLink(page, { purpose: 'sign_up', isSameBrowser: true }),
  'link-sign-in': ({ page }) => openLink(page, { purpose: 'sign_in', isSameBrowser: true }),
  'link-reset': ({ page }) => openLink(page, { purpose: 'reset_password', isSameBrowser: true }),
  'link-other-browser': ({ page }) => openLink(page, { purpose: 'sign_in', isSameBrowser: false }),
  'link-sign-up-elsewhere': ({ page }) => openLink(page, { purpose: 'sign_up', isSameBrowser: false }),
  'link-sign-in-first': ({ page }) => openLink(page, { purpose: 'change_email', isSameBrowser: false }),
  'link-ended': ({ page }) => openLink(page, null),
  'undo-email-change': ({ page }) => open(page, undoPath),
  'email-unconfirmed': async ({ page }) => {
    await withMail(page)
    await signedIn(page)
    await open(page, '/')
  },
  'email-required': async ({ page }) => {
    await withMail(page, 'required')
    await signedIn(page)
    await open(page, '/')
  },
  'account-email': async ({ page }) => {
    await withMail(page)
    await signedIn(page)
    await open(page, '/security')
  },
  'account-email-change': async ({ page }) => {
    await withMail(page)
    await signedIn(page)
    await open(page, '/security')
    await page.getByRole('button', { name: /^(Change email|Adresse ändern)$/ }).click()
  },
  event: async (stage) => {
    const user = await signedIn(stage.page)
    await session(stage.browser, stage.server, user, firefoxOnWindows)
    await open(stage.page, `/events/${await latestEvent(stage.page)}`)
  },
  'event-unknown': async ({ page }) => {
    await signedIn(page)
    await open(page, '/events/0')
  },
  'event-signed-out': async ({ page }) => {
    await withMail(page)
    await open(page, '/sign-in?returnTo=%2Fevents%2F0')
  },
  menu: async ({ page }) => {
    await signedIn(page)
    await open(page, '/')
    await page.locator('[aria-haspopup="menu"]').first().click()
    await page.getByRole('menu').waitFor()
  },
  'provider-choice': async ({ page }) => {
    await open(page, '/sign-in')
    await page.getByRole('button', { name: /Google/ }).click()
    await page.waitForURL(/\/google\//)
  },
}

const addPasskey = /^(Add a passkey|Passkey hinzufügen)$/

/** Adds a passkey to a new user on the Account page, and uses it once. */
async function withPasskey(page: Page, server: Server, synced: boolean): Promise<UserDriver> {
  const user = await signedIn(page)
  await open(page, '/security')
  await VirtualAuthenticator.add(page, { synced })
  await page.getByRole('button', { name: addPasskey }).click()
  await page.getByRole('button', { name: /^(Rename .|.+ umbenennen$)/ }).waitFor()
  if (synced) await server.sql(`UPDATE passkeys SET name = 'iCloud Keychain', last_used_at = ${Date.now() - hour}`)
  await page.reload()
  await page.getByRole('button', { name: /^(Rename .|.+ umbenennen$)/ }).waitFor()
  return user
}

interface OtherSession {
  readonly post: (path: string, data?: object) => Promise<void>
}

/** Signs a user in with another browser. */
async function session(browser: Browser, server: Server, user: UserDriver, userAgent: string): Promise<OtherSession> {
  const context = await browser.newContext({ baseURL: server.url, userAgent })
  await user.signIn(context.request)
  return {
    post: async (path, data = {}) => {
      await context.request.post(path, { data })
    },
  }
}

async function post(page: Page, server: Server, procedure: string, data: object): Promise<void> {
  await page.request.post(`${server.url}/trpc/${procedure}`, { data, failOnStatusCode: false })
}

/** Returns the id of the latest event of the signed-in user. */
async function latestEvent(page: Page): Promise<string> {
  const response = await page.request.get('/trpc/events.list?input=%7B%7D')
  const { result } = (await response.json()) as { result: { data: { events: readonly { id: string }[] } } }
  return result.data.events[0]?.id ?? ''
}

/** A user with sessions in browsers, one of a client, one that ended, a failed attempt, and some days behind them. */
async function severalSessions({ page, browser, server }: Stage): Promise<UserDriver> {
  const user = await signedIn(page)
  await post(page, server, 'auth.signIn', { email: user.email, password: 'not the password' })
  await session(browser, server, user, firefoxOnWindows)
  await session(browser, server, user, safariOnMac)
  await session(browser, server, user, chromeOnAndroid)
  const lost = await session(browser, server, user, edgeOnWindows)
  await lost.post('/trpc/auth.signOut')
  await fetch(`${server.url}/trpc/tokens.issue`, {
    method: 'POST',
    body: JSON.stringify({ clientId: 'deploy-script', email: user.email, password: user.password }),
    headers: { 'Content-Type': 'application/json', 'User-Agent': 'deploy-script/1.0' },
  })
  const own = `SELECT id FROM session_records WHERE user_id = (SELECT id FROM users WHERE email = '${user.email}')`
  await server.sql(
    `UPDATE sessions SET created_at = created_at - ${3 * day}, last_seen_at = last_seen_at - ${2 * hour}
      WHERE id IN (${own} AND browser = 'Firefox');
     UPDATE sessions SET created_at = created_at - ${9 * day}, last_seen_at = last_seen_at - ${day}
      WHERE id IN (${own} AND browser = 'Safari');`,
  )
  return user
}

async function manySessions({ page, browser, server }: Stage): Promise<void> {
  const user = await signedIn(page)
  for (const userAgent of [firefoxOnWindows, safariOnMac, chromeOnAndroid, edgeOnWindows]) {
    for (let count = 0; count < 4; count += 1) await session(browser, server, user, userAgent)
  }
}
