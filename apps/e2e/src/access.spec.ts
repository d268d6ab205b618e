import type { BrowserContext, Page } from '@playwright/test'
import {
  accessHeading,
  endSession,
  expectEndedPage,
  openSignOutEverywhere,
  otherSessions,
  signOut,
  thisSession,
} from './access-page.ts'
import { expectNoViolations } from './accessibility.ts'
import { anotherBrowser, firefoxOnWindows, safariOnMac, signInFrom } from './another-browser.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

/** Signs up over HTTP and opens the Access page. */
async function signUpOnAccessPage(page: Page): Promise<UserDriver> {
  const user = new UserDriver()
  await user.signUp(page.request)
  await page.goto('/')
  await expect(accessHeading(page)).toBeVisible()
  return user
}

/** Opens a tab of this browser on the Access page. */
async function openTab(context: BrowserContext): Promise<Page> {
  const tab = await context.newPage()
  await tab.goto('/')
  await expect(accessHeading(tab)).toBeVisible()
  return tab
}

/** Tells the page that the browser hides it in its back/forward cache, or shows it again. */
function dispatchPageTransition(page: Page, type: 'pagehide' | 'pageshow'): Promise<void> {
  return page.evaluate((name) => {
    window.dispatchEvent(new PageTransitionEvent(name, { persisted: true }))
  }, type)
}

async function signOutFromMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
}

test('an open tab shows at once that its session was ended, and one without a stream at its next request', async ({
  page,
  browser,
  server,
}) => {
  // Three browsers.
  test.slow()
  const user = await signUpOnAccessPage(page)
  const b = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const c = await anotherBrowser(browser, server.url, safariOnMac)
  const [tabB, tabC] = [await b.newPage(), await c.newPage()]
  // C has no stream.
  await c.route('**/trpc/sessions.watch**', (route) => route.abort())
  await Promise.all([user.signIn(b.request), user.signIn(c.request)])
  await Promise.all([tabB.goto('/'), tabC.goto('/')])
  await expect(accessHeading(tabB)).toBeVisible()
  await expect(accessHeading(tabC)).toBeVisible()
  await expect(otherSessions(page)).toHaveCount(2)
  await expect(otherSessions(page).filter({ hasText: 'Open now' })).toHaveCount(1)

  // B can request nothing any more, not even code; its stream stays open.
  await b.setOffline(true)
  await endSession(page, 'Firefox on Windows')
  await expectEndedPage(tabB, /It was ended from Chrome on \w+ at \d\d:\d\d\./)
  await expect(tabB.getByText(/check the timeline/)).toBeVisible()
  await b.setOffline(false)
  await tabB.reload()
  await expectEndedPage(tabB, /It was ended from Chrome on \w+ at \d\d:\d\d\./)

  await page.getByRole('button', { name: 'Sign out other sessions' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out 1 session' }).click()
  await expect(page.getByText('1 session is signed out.').first()).toBeVisible()
  await expect(otherSessions(page)).toHaveCount(0)
  await expect(accessHeading(tabC)).toBeVisible()

  await tabC.getByRole('link', { name: 'Timeline' }).click()
  await expectEndedPage(tabC, /It was ended from Chrome on \w+ at \d\d:\d\d\./)
  await Promise.all([b.close(), c.close()])
})

test('a session’s new name shows in every tab at once, and can be removed again', async ({ page, browser, server }) => {
  const user = await signUpOnAccessPage(page)
  const other = await openTab(page.context())
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  await user.signIn(second.request)

  const rename = page.getByRole('button', { name: 'Rename Firefox on Windows' })
  await rename.click()
  const dialog = page.getByRole('dialog', { name: 'Rename session' })
  await expect(dialog.getByRole('button', { name: /^Use/ })).toHaveCount(0)
  const name = dialog.getByRole('textbox', { name: 'Name' })
  await name.fill('x'.repeat(61))
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(name).toHaveAccessibleDescription(/Use at most 60 characters\./)
  await name.fill('Work laptop')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Renamed to “Work laptop”.').first()).toBeVisible()

  const row = otherSessions(other).filter({ hasText: 'Work laptop' })
  await expect(row).toContainText('Firefox on Windows')
  await other.getByRole('button', { name: 'Rename Work laptop' }).click()
  await other.getByRole('button', { name: 'Use “Firefox on Windows”' }).click()
  await expect(rename).toBeVisible()
  await expect(otherSessions(page).filter({ hasText: 'Work laptop' })).toHaveCount(0)
  await second.close()
})

test('signing out signs out the other tabs of this browser, and signing in signs them in again', async ({ page }) => {
  const user = await signUpOnAccessPage(page)
  const other = await openTab(page.context())
  await signOut(page)
  await expectEndedPage(other, /You signed out in this browser at \d\d:\d\d\./)
  await user.fillSignIn(page)
  await expect(accessHeading(other)).toBeVisible()
})

test('going back after signing out shows no private page', async ({ page }) => {
  await new UserDriver().signUpByForm(page)
  await page.goto('/timeline')
  await expect(page.getByRole('heading', { name: 'Timeline', level: 1 })).toBeVisible()
  await signOutFromMenu(page)
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
  await expect(page.getByText('Signed up')).toHaveCount(0)

  // The same after another document was open in between.
  await page.goto('about:blank')
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
})

test('a page from the back/forward cache stays hidden until the server has confirmed the session', async ({
  page,
  context,
}) => {
  await signUpOnAccessPage(page)
  // Chromium caches no page in these tests; the events that it dispatches to a cached page are the same.
  await dispatchPageTransition(page, 'pagehide')
  await expect(accessHeading(page)).toBeHidden()
  await dispatchPageTransition(page, 'pageshow')
  await expect(accessHeading(page)).toBeVisible()

  await dispatchPageTransition(page, 'pagehide')
  await context.setOffline(true)
  await dispatchPageTransition(page, 'pageshow')
  // The hidden page below may show this text too.
  await expect(page.getByText(/This page appears again/)).toBeVisible()
  await expect(accessHeading(page)).toBeHidden()
  await context.setOffline(false)
  await expect(accessHeading(page)).toBeVisible()

  await dispatchPageTransition(page, 'pagehide')
  await context.clearCookies()
  await dispatchPageTransition(page, 'pageshow')
  await expect(page).toHaveURL(/\/ended/)
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
})

test('a page from the back/forward cache stays hidden when only an earlier request is answered', async ({ page }) => {
  await signUpOnAccessPage(page)
  const requested = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  let requests = 0
  await page.route(/auth\.me/, async (route) => {
    requests += 1
    if (requests > 1) return route.abort('internetdisconnected')
    const response = await route.fetch()
    requested.resolve()
    await released.promise
    await route.fulfill({ response })
  })
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await requested.promise

  await dispatchPageTransition(page, 'pagehide')
  await dispatchPageTransition(page, 'pageshow')
  released.resolve()
  await expect(page.getByText(/This page appears again/)).toBeVisible()
  await expect(accessHeading(page)).toBeHidden()
})

test('six tabs of one browser all receive updates, and all show that their session ended', async ({
  page,
  browser,
  server,
}) => {
  test.slow()
  const user = await signUpOnAccessPage(page)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  await user.signIn(second.request)
  const first = await openTab(second)
  const tabs = [first, ...(await Promise.all(Array.from({ length: 5 }, () => openTab(second))))]

  // The tabs that hold no stream receive it from those that do.
  await page.getByRole('button', { name: 'Rename Firefox on Windows' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Six tabs')
  await page.getByRole('button', { name: 'Save' }).click()
  for (const tab of tabs) await expect(tab.getByText('Six tabs').first()).toBeVisible()
  await first.getByRole('link', { name: 'Timeline' }).click()
  await expect(first.getByRole('heading', { name: 'Timeline', level: 1 })).toBeVisible()

  await endSession(page, 'Six tabs')
  for (const tab of tabs) await expectEndedPage(tab, /It was ended from Chrome on \w+ at \d\d:\d\d\./)
  await second.close()
})

test('ending all sessions ends the calling session too, and says how many ended', async ({ page, browser, server }) => {
  const user = await signUpOnAccessPage(page)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await second.newPage()
  await user.signIn(second.request)
  await phone.goto('/')
  await expect(accessHeading(phone)).toBeVisible()
  const dialog = await openSignOutEverywhere(page)
  await dialog.getByRole('button', { name: 'Sign out 2 sessions' }).click()
  await expect(page.getByRole('heading', { name: 'Signed out everywhere' })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('You ended 2 sessions, including this one.')
  await expectEndedPage(phone, /It was ended from Chrome on \w+ at \d\d:\d\d\./)

  await page.reload()
  await expect(page.getByText('You ended 2 sessions, including this one.')).toBeVisible()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await user.fillSignIn(page)
  await expect(accessHeading(page)).toBeVisible()
  await expect(otherSessions(page)).toHaveCount(0)
  await second.close()
})

test('the timeline lists events and refused attempts', async ({ page, browser, server }) => {
  const user = await signUpOnAccessPage(page)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await second.newPage()
  await phone.goto('/sign-in')
  await user.fillSignIn(phone, 'not this one')
  await expect(phone.getByRole('alert')).toContainText('Wrong')
  await user.fillSignIn(phone)
  await expect(accessHeading(phone)).toBeVisible()
  await endSession(page, 'Firefox on Windows')

  await page.getByRole('link', { name: 'Timeline' }).click()
  const entries = page.getByRole('region', { name: 'Today' }).getByRole('listitem')
  await expect(entries).toHaveText([
    /^Ended “Firefox on Windows”From this session/,
    /^Signed in with a password.*Firefox on Windows/,
    /^Wrong password at sign-inNot signed in.*Firefox on Windows/,
    /^Signed up with a passwordThis session/,
  ])
  await page.getByRole('link', { name: 'Failed attempts' }).click()
  await expect(page).toHaveURL(/category=refused/)
  await expect(entries).toHaveCount(1)
  await page.reload()
  await expect(entries).toHaveText([/^Wrong password at sign-in/])
  await page.getByRole('link', { name: 'Sign-in methods' }).click()
  await page.goBack()
  await expect(entries).toHaveCount(1)
  await second.close()
})

test('an action that needs a step-up continues after it, on the same page', async ({ page, browser, server }) => {
  const user = await signUpOnAccessPage(page)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  await user.signIn(second.request)
  await expect(otherSessions(page)).toHaveCount(1)
  await server.expireStepUp(user.email)
  const dialog = await openSignOutEverywhere(page)
  await dialog.getByRole('button', { name: 'Sign out 2 sessions' }).click()
  const stepUp = page.getByRole('dialog', { name: 'Confirm it’s you' })
  await stepUp.getByLabel('Password', { exact: true }).fill(user.password)
  await stepUp.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('heading', { name: 'Signed out everywhere' })).toBeVisible()
  await second.close()
})

test('the list reports a lost stream only after a while, and updates when it is connected again', async ({
  page,
  context,
  browser,
  server,
}) => {
  const user = new UserDriver()
  await user.signUp(page.request)
  const paused = page.getByText('Live updates are paused. Reconnecting…')
  await context.route('**/trpc/sessions.watch**', (route) => route.abort())
  await page.goto('/')
  await expect(thisSession(page)).toBeVisible()
  await expect(paused).toHaveCount(0)
  await expect(paused).toBeVisible({ timeout: 10_000 })
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  await user.signIn(second.request)
  await expect(otherSessions(page)).toHaveCount(0)
  await context.unroute('**/trpc/sessions.watch**')
  await context.setOffline(true)
  await context.setOffline(false)
  await expect(otherSessions(page)).toHaveCount(1)
  await expect(paused).toHaveCount(0)
  await second.close()
})

test('a client with tokens is on the list, and is refused once its session is ended there', async ({
  page,
  playwright,
  server,
}) => {
  const user = await signUpOnAccessPage(page)
  const client = await playwright.request.newContext({ baseURL: server.url })
  const { email, password } = user
  const issued = await client.post('/trpc/tokens.issue', { data: { email, password, clientId: 'backup-script' } })
  const { accessToken } = (await issued.json()).result.data
  const listSessions = () => client.get('/trpc/sessions.list', { headers: { Authorization: `Bearer ${accessToken}` } })
  expect((await listSessions()).status()).toBe(200)

  await expect(otherSessions(page).filter({ hasText: 'backup-script' })).toHaveCount(1)
  await expectNoViolations(page)
  await endSession(page, 'backup-script')
  await expect(otherSessions(page)).toHaveCount(0)
  await expect(page.getByRole('heading', { name: /^Other sessions/ })).toBeFocused()
  const refused = await listSessions()
  expect(refused.status()).toBe(401)
  expect((await refused.json()).error.data.reason).toBe('SESSION_ENDED')
  await page.getByRole('link', { name: 'Timeline' }).click()
  await expect(
    page.getByText('A program calling itself “backup-script” signed in with your password').first(),
  ).toBeVisible()
  await client.dispose()
})

test.describe('the details of a session', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('have its ID, and a button that copies it', async ({ page }) => {
    await signUpOnAccessPage(page)
    const session = thisSession(page)
    await session.getByRole('button', { name: /^Details of/ }).click()
    await session.getByRole('button', { name: 'Copy Session ID' }).click()
    await expect(session.getByRole('status')).toHaveText('Copied')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toMatch(/^[\w-]{16,}$/)
    await expect(session.getByText(copied, { exact: true })).toBeVisible()
  })
})

test('sessions of one kind of browser are a group that opens, and a new one says why', async ({
  page,
  playwright,
  server,
}) => {
  const user = await signUpOnAccessPage(page)
  await signInFrom(playwright, { baseURL: server.url, userAgent: firefoxOnWindows, count: 2 }, user)
  const group = page.getByRole('button', { name: '2 sessions: Firefox on Windows' })
  await expect(otherSessions(page)).toHaveCount(1)
  await expect(otherSessions(page)).toContainText('1 new')
  await expect(otherSessions(page)).toContainText('First sign-in on record with this browser and system')
  await group.press('Enter')
  await expect(group).toHaveAttribute('aria-expanded', 'true')
  await expect(otherSessions(page)).toHaveCount(3)
  await expect(otherSessions(page).nth(1)).toContainText('New device')
  await expectNoViolations(page)

  // The session that is left is a group no longer, and its button takes the focus.
  const end = page.getByRole('button', { name: /^End Firefox on Windows/ })
  await end.first().press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  await expect(otherSessions(page)).toHaveCount(1)
  await expect(end).toBeFocused()
  await expect(end).toHaveAccessibleName('End Firefox on Windows')
  await end.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  await expect(page.getByRole('heading', { name: /^Other sessions/ })).toBeFocused()
})

test('from ten other sessions on they can be searched, and the address keeps the search', async ({
  page,
  playwright,
  server,
}) => {
  const user = await signUpOnAccessPage(page)
  await signInFrom(playwright, { baseURL: server.url, userAgent: firefoxOnWindows, count: 8 }, user)
  await signInFrom(playwright, { baseURL: server.url, userAgent: safariOnMac, count: 1 }, user)
  await expect(page.getByRole('region', { name: 'Other sessions 9' })).toBeVisible()
  await expect(page.getByRole('search')).toHaveCount(0)
  await signInFrom(playwright, { baseURL: server.url, userAgent: safariOnMac, count: 1 }, user)

  const search = page.getByRole('search')
  await search.getByRole('searchbox').fill('safari')
  await expect(search.getByText('2 of 10 sessions')).toBeVisible()
  await expect(otherSessions(page)).toHaveCount(2)
  await expect(page).toHaveURL(/q=safari/)
  await page.reload()
  await expect(otherSessions(page)).toHaveCount(2)
  await search.getByLabel('Show').selectOption('New')
  await expect(otherSessions(page)).toHaveCount(1)
  await expectNoViolations(page)
  await search.getByRole('searchbox').fill('opera')
  await expect(page.getByText('No matching sessions')).toBeVisible()
  await search.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page.getByRole('button', { name: '8 sessions: Firefox on Windows' })).toBeVisible()
  await expect(search.getByRole('searchbox')).toHaveValue('')
})

test('on paper the Access page lists each session with its id, and nothing to press', async ({
  page,
  playwright,
  server,
}) => {
  const user = await signUpOnAccessPage(page)
  await signInFrom(playwright, { baseURL: server.url, userAgent: firefoxOnWindows, count: 2 }, user)
  await expect(otherSessions(page)).toHaveCount(1)
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await expect(page.getByRole('listitem').filter({ hasText: /Session ID: \S+/ })).toHaveCount(3)
  await expect(page.getByRole('button')).toHaveCount(0)
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  await page.emulateMedia({ media: 'screen' })
  await expect(otherSessions(page)).toHaveCount(1)
})

test.describe('on a touch screen', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } })

  test('what is pressed on the Access page is at least 44 pixels wide and high', async ({
    page,
    playwright,
    server,
  }) => {
    const user = await signUpOnAccessPage(page)
    await signInFrom(playwright, { baseURL: server.url, userAgent: firefoxOnWindows, count: 10 }, user)
    await page.getByRole('button', { name: '10 sessions: Firefox on Windows' }).tap()
    await page
      .getByRole('button', { name: /^Details of/ })
      .first()
      .tap()
    await expect(page.getByRole('button', { name: 'Copy Session ID' })).toBeVisible()
    const small = await page.getByRole('main').evaluate((main) =>
      Array.from(main.querySelectorAll('button, select, input, a'))
        .map((control) => ({
          name: control.ariaLabel ?? control.textContent,
          ...control.getBoundingClientRect().toJSON(),
        }))
        .filter(({ width, height }) => width < 44 || height < 44),
    )
    expect(small).toEqual([])
  })
})
