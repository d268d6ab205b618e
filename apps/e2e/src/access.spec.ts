import type { BrowserContext, Page } from '@playwright/test'
import { hasNoViolation } from './accessibility.ts'
import {
  anotherBrowser,
  endFrom,
  fillSignIn,
  firefoxOnWindows,
  isOnEndedPage,
  newPerson,
  otherSessions,
  signIn,
  signUp,
} from './person.ts'
import { expect, test } from './server.ts'

const safariOnMac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'

const access = (page: Page) => page.getByRole('heading', { name: 'Access', level: 1 })

/** Another tab of the same browser. */
async function newTab(context: BrowserContext, path = '/'): Promise<Page> {
  const tab = await context.newPage()
  await tab.goto(path)
  await expect(access(tab)).toBeVisible()
  return tab
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
}

test('an open tab learns that its session was ended, and one that slept is refused when it wakes', async ({
  page,
  browser,
  server,
}) => {
  // Three browsers.
  test.slow()
  const person = newPerson()
  await signUp(page, person)
  const b = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const c = await anotherBrowser(browser, server.url, safariOnMac)
  const [tabB, tabC] = [await b.newPage(), await c.newPage()]
  // C hears nothing from anybody.
  await c.route('**/trpc/sessions.watch**', (route) => route.abort())
  await signIn(tabB, person)
  await signIn(tabC, person)
  await expect(otherSessions(page)).toHaveCount(2)
  await expect(otherSessions(page).filter({ hasText: 'Open now' })).toHaveCount(1)

  // B can ask for nothing any more, not even for code; its stream, which is open, goes on.
  await b.setOffline(true)
  await endFrom(page, 'Firefox on Windows')
  await isOnEndedPage(tabB, /Ended from Chrome on \w+, \d\d:\d\d\./)
  await expect(tabB.getByText(/look at the timeline/)).toBeVisible()
  await b.setOffline(false)
  await tabB.reload()
  await isOnEndedPage(tabB, /Ended from Chrome on \w+, \d\d:\d\d\./)

  await page.getByRole('button', { name: 'End all others' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End 1 session' }).click()
  await expect(page.getByText('1 session ended.').first()).toBeVisible()
  await expect(otherSessions(page)).toHaveCount(0)
  await expect(access(tabC)).toBeVisible()

  await tabC.getByRole('link', { name: 'Timeline' }).click()
  await isOnEndedPage(tabC, /Ended from Chrome on \w+, \d\d:\d\d\./)
  await Promise.all([b.close(), c.close()])
})

test('a name is there in every tab at once, and can be taken away again', async ({ page, browser, server }) => {
  const person = newPerson()
  await signUp(page, person)
  const other = await newTab(page.context())
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  await signIn(await second.newPage(), person)

  const rename = page.getByRole('button', { name: 'Rename Firefox on Windows' })
  await rename.click()
  const dialog = page.getByRole('dialog', { name: 'Rename this session' })
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

test('signing out takes the other tabs of this browser along, and signing in brings them back', async ({ page }) => {
  const person = newPerson()
  await signUp(page, person)
  const other = await newTab(page.context())
  await signOut(page)
  await isOnEndedPage(other, /Signed out in this browser, \d\d:\d\d\./)
  await fillSignIn(page, person)
  await expect(access(other)).toBeVisible()
})

test('the way back shows no private page after signing out', async ({ page }) => {
  await signUp(page, newPerson())
  await page.goto('/timeline')
  await expect(page.getByRole('heading', { name: 'Timeline', level: 1 })).toBeVisible()
  await signOutFromMenu(page)
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
  await expect(page.getByText('Signed up')).toHaveCount(0)

  // The same after the app was left altogether.
  await page.goto('about:blank')
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
})

test('a page that the browser kept stays hidden until it is certain who is signed in', async ({ page, context }) => {
  await signUp(page, newPerson())
  // Chromium keeps no page in these tests; what it says to one that it keeps is the same.
  const tell = (type: string): Promise<void> =>
    page.evaluate((name) => {
      window.dispatchEvent(new PageTransitionEvent(name, { persisted: true }))
    }, type)

  await tell('pagehide')
  await expect(access(page)).toBeHidden()
  await tell('pageshow')
  await expect(access(page)).toBeVisible()

  await tell('pagehide')
  await context.setOffline(true)
  await tell('pageshow')
  // The page beneath may say so too; it is hidden.
  await expect(page.getByText(/This page shows again/)).toBeVisible()
  await expect(access(page)).toBeHidden()
  await context.setOffline(false)
  await expect(access(page)).toBeVisible()

  await tell('pagehide')
  await context.clearCookies()
  await tell('pageshow')
  await expect(page).toHaveURL(/\/ended/)
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
})

test('a page that the browser kept does not show for an answer that was on its way before', async ({ page }) => {
  await signUp(page, newPerson())
  const tell = (type: string): Promise<void> =>
    page.evaluate((name) => {
      window.dispatchEvent(new PageTransitionEvent(name, { persisted: true }))
    }, type)
  const asked = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  let requests = 0
  await page.route(/auth\.me/, async (route) => {
    requests += 1
    if (requests > 1) return route.abort('internetdisconnected')
    const answer = await route.fetch()
    asked.resolve()
    await answered.promise
    await route.fulfill({ response: answer })
  })
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await asked.promise

  await tell('pagehide')
  await tell('pageshow')
  answered.resolve()
  await expect(page.getByText(/This page shows again/)).toBeVisible()
  await expect(access(page)).toBeHidden()
})

test('six tabs of one browser all work, and all of them leave', async ({ page, browser, server }) => {
  test.slow()
  const person = newPerson()
  await signUp(page, person)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const first = await second.newPage()
  await signIn(first, person)
  const tabs = [first]
  while (tabs.length < 6) tabs.push(await newTab(second))

  // Those that hold no stream hear of it from those that do.
  await page.getByRole('button', { name: 'Rename Firefox on Windows' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Six tabs')
  await page.getByRole('button', { name: 'Save' }).click()
  for (const tab of tabs) await expect(tab.getByText('Six tabs').first()).toBeVisible()
  await first.getByRole('link', { name: 'Timeline' }).click()
  await expect(first.getByRole('heading', { name: 'Timeline', level: 1 })).toBeVisible()

  await endFrom(page, 'Six tabs')
  for (const tab of tabs) await isOnEndedPage(tab, /Ended from Chrome on \w+, \d\d:\d\d\./)
  await second.close()
})

test('ending all takes this session along, and says how many that were', async ({ page, browser, server }) => {
  const person = newPerson()
  await signUp(page, person)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await second.newPage()
  await signIn(phone, person)
  await page.getByRole('button', { name: 'End all, this one too' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End 2 sessions' }).click()
  await expect(page.getByRole('heading', { name: 'Signed out everywhere' })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('2 sessions ended, this one too.')
  await isOnEndedPage(phone, /Ended from Chrome on \w+, \d\d:\d\d\./)

  await page.reload()
  await expect(page.getByText('2 sessions ended, this one too.')).toBeVisible()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await fillSignIn(page, person)
  await expect(access(page)).toBeVisible()
  await expect(otherSessions(page)).toHaveCount(0)
  await second.close()
})

test('the timeline says what happened, and what others tried', async ({ page, browser, server }) => {
  const person = newPerson()
  await signUp(page, person)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await second.newPage()
  await phone.goto('/sign-in')
  await fillSignIn(phone, { ...person, password: 'not this one' })
  await expect(phone.getByRole('alert')).toContainText('Wrong')
  await fillSignIn(phone, person)
  await expect(access(phone)).toBeVisible()
  await endFrom(page, 'Firefox on Windows')

  await page.getByRole('link', { name: 'Timeline' }).click()
  const entries = page.getByRole('region', { name: 'Today' }).getByRole('listitem')
  await expect(entries).toHaveText([
    /^Ended “Firefox on Windows”This device/,
    /^Signed in with password.*Firefox on Windows/,
    /^Wrong password at sign-inNot proven to be you.*Firefox on Windows/,
    /^Signed up with passwordThis device/,
  ])
  await page.getByRole('link', { name: 'Failed attempts' }).click()
  await expect(page).toHaveURL(/category=refused/)
  await expect(entries).toHaveCount(1)
  await page.reload()
  await expect(entries).toHaveText([/^Wrong password at sign-in/])
  await page.getByRole('link', { name: 'Sign-in methods' }).last().click()
  await page.goBack()
  await expect(entries).toHaveCount(1)
  await second.close()
})

test('an action that needs a proof goes on after it, on the same page', async ({ page, browser, server }) => {
  const person = newPerson()
  await signUp(page, person)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  await signIn(await second.newPage(), person)
  await expect(otherSessions(page)).toHaveCount(1)
  server.sql(
    `UPDATE sessions SET sudo_until = 0 WHERE user_id = (SELECT id FROM users WHERE email = '${person.email}')`,
  )
  await page.getByRole('button', { name: 'End all, this one too' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End 2 sessions' }).click()
  const proof = page.getByRole('dialog', { name: 'Confirm it’s you' })
  await proof.getByLabel('Password', { exact: true }).fill(person.password)
  await proof.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('heading', { name: 'Signed out everywhere' })).toBeVisible()
  await second.close()
})

test('says that it lags behind only when it does for a while, and catches up by itself', async ({
  page,
  context,
  browser,
  server,
}) => {
  const person = newPerson()
  await signUp(page, person)
  const paused = page.getByText('Live updates paused, reconnecting …')
  await context.route('**/trpc/sessions.watch**', (route) => route.abort())
  await page.reload()
  await expect(page.getByText('This device').first()).toBeVisible()
  await expect(paused).toHaveCount(0)
  await expect(paused).toBeVisible({ timeout: 10_000 })
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  await signIn(await second.newPage(), person)
  await expect(otherSessions(page)).toHaveCount(0)
  await context.unroute('**/trpc/sessions.watch**')
  await context.setOffline(true)
  await context.setOffline(false)
  await expect(otherSessions(page)).toHaveCount(1)
  await expect(paused).toHaveCount(0)
  await second.close()
})

async function signOutFromMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
}

test('a program with tokens is on the list, and is refused once it is ended there', async ({
  page,
  playwright,
  server,
}) => {
  const person = newPerson()
  await signUp(page, person)
  const program = await playwright.request.newContext({ baseURL: server.url })
  const { email, password } = person
  const issued = await program.post('/trpc/tokens.issue', { data: { email, password, clientId: 'backup-script' } })
  const { accessToken } = (await issued.json()).result.data
  const ask = () => program.get('/trpc/sessions.list', { headers: { Authorization: `Bearer ${accessToken}` } })
  expect((await ask()).status()).toBe(200)

  await expect(otherSessions(page).filter({ hasText: 'backup-script' })).toHaveCount(1)
  await hasNoViolation(page)
  await endFrom(page, 'backup-script')
  await expect(otherSessions(page)).toHaveCount(0)
  const refused = await ask()
  expect(refused.status()).toBe(401)
  expect((await refused.json()).error.data.reason).toBe('SESSION_ENDED')
  await page.getByRole('link', { name: 'Timeline' }).click()
  await expect(page.getByText('Tokens given to backup-script').first()).toBeVisible()
  await program.dispose()
})
