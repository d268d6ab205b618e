import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessibility.ts'
import { accessHeading, expectEndedPage, otherSessions, thisSession } from './access-page.ts'
import { anotherBrowser, firefoxOnWindows } from './another-browser.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'
import { VirtualAuthenticator, type VirtualAuthenticatorOptions } from './virtual-authenticator.ts'

function section(page: Page): Locator {
  return page.getByRole('region', { name: 'Passkeys' })
}

/** Signs up over HTTP, opens the Security page, and adds a passkey there. */
async function addPasskey(page: Page, options: VirtualAuthenticatorOptions = {}) {
  const user = new UserDriver()
  await user.signUp(page.request)
  await page.goto('/security')
  const authenticator = await VirtualAuthenticator.add(page, options)
  await section(page).getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'was added.' })).toBeVisible()
  return { user, authenticator }
}

/**
 * Signs out, and waits until the browser offers passkeys in the address field. No passkey is chosen there: its authenticator
 * answers what is asked from then on.
 */
async function signOutUnanswered(page: Page, authenticator: VirtualAuthenticator): Promise<void> {
  await authenticator.setAnswers(false)
  const offered = page.waitForResponse((response) => response.url().endsWith('/passkeys.signInOptions'))
  await signOut(page)
  await offered
  await page.waitForLoadState('networkidle')
  await authenticator.setAnswers(true)
}

/** Opens the sign-in page anew, for a user who chooses the passkey in the address field as soon as it is there. */
async function openSignInAnswered(page: Page, authenticator: VirtualAuthenticator): Promise<void> {
  // The page that waits for a passkey is left first: an answer to it would begin a session too.
  await page.goto('about:blank')
  await authenticator.setAnswers(true)
  await page.goto('/sign-in')
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /, your menu$/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
}

const byPasskey = (page: Page): Locator => page.getByRole('button', { name: 'Sign in with a passkey' })

test('a passkey is added, signs in by the button, is renamed and is removed', async ({ page }) => {
  const { authenticator } = await addPasskey(page)
  const row = section(page).getByRole('listitem')
  await expect(row).toContainText('This device only')
  await expect(row).toContainText('Never used')
  await expectAccessible(page)

  await signOutUnanswered(page, authenticator)
  await expectAccessible(page)
  await byPasskey(page).focus()
  await page.keyboard.press('Enter')
  await expect(accessHeading(page)).toBeVisible()
  await expect(page.getByText('Passkey', { exact: true }).first()).toBeVisible()

  await page.goto('/security')
  await expect(row).toContainText('Last used')
  await row.getByRole('button', { name: /^Rename/ }).click()
  const name = page.getByRole('textbox', { name: 'Name' })
  await expect(name).toBeFocused()
  await name.fill('Work laptop')
  await name.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Renamed to “Work laptop”' })).toBeVisible()
  await expect(row).toContainText('Work laptop')

  const before = await authenticator.passkeys()
  await page.getByRole('button', { name: 'Remove Work laptop' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Remove passkey' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'was removed' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Passkeys' })).toBeFocused()
  await expect(row).toHaveCount(0)
  expect(before).toHaveLength(1)
})

test('a passkey signs in from the address field once it is chosen there, and says that it is synced', async ({
  page,
}) => {
  const { authenticator } = await addPasskey(page, { synced: true })
  await expect(section(page).getByRole('listitem')).toContainText('Synced')
  await authenticator.setAnswers(false)
  await signOut(page)
  await expect(page.getByLabel('Email')).toHaveAttribute('autocomplete', 'username webauthn')
  await openSignInAnswered(page, authenticator)
  await expect(accessHeading(page)).toBeVisible()
})

test('a user who signed up with a password adds a passkey, signs in with it, and is signed out from another device', async ({
  page,
  browser,
  server,
}) => {
  const user = new UserDriver()
  const authenticator = await VirtualAuthenticator.add(page, { synced: true })
  await user.signUpByForm(page)
  await page.getByRole('link', { name: 'Security' }).click()
  await section(page).getByRole('button', { name: 'Add a passkey' }).click()
  await expect(section(page).getByRole('listitem')).toContainText('Synced')
  await authenticator.setAnswers(false)
  await signOut(page)
  await openSignInAnswered(page, authenticator)
  await expect(thisSession(page)).toContainText('Passkey')

  const phoneBrowser = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await phoneBrowser.newPage()
  await user.signInByForm(phone)
  const byPasskeyElsewhere = otherSessions(phone).filter({ hasText: 'Passkey' })
  await byPasskeyElsewhere.getByRole('button', { name: /^End / }).click()
  await phone.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  await expectEndedPage(page, /ended|signed out/i)
  await phoneBrowser.close()
})

test('a passkey is no longer waited for once the page is left by another sign-in', async ({ page }) => {
  const { user, authenticator } = await addPasskey(page)
  await signOutUnanswered(page, authenticator)
  const calls: string[] = []
  page.on('request', (request) => calls.push(request.url()))
  await user.fillSignIn(page)
  await expect(accessHeading(page)).toBeVisible()
  await page.goto('/security')
  await expect(section(page).getByRole('listitem')).toContainText('Never used')
  expect(calls.filter((url) => url.includes('passkeys.signIn'))).toEqual([])
})

test('a passkey that was removed is refused with a reason, and the browser offers it no more', async ({ page }) => {
  const { authenticator } = await addPasskey(page)
  const { passkeys } = (await (await page.request.get('/trpc/passkeys.list')).json()).result.data
  // Elsewhere, so that this browser is not told.
  const removal = await page.request.post('/trpc/passkeys.remove', { data: { id: passkeys[0].id } })
  expect(removal.status()).toBe(200)
  expect(await authenticator.passkeys()).toHaveLength(1)
  await signOutUnanswered(page, authenticator)
  await byPasskey(page).click()
  await expect(page.getByRole('alert')).toContainText('This passkey isn’t known here.')
  await expect(byPasskey(page)).toBeFocused()
  await expect.poll(() => authenticator.passkeys()).toHaveLength(0)
  await expectAccessible(page)
})

test('a copied passkey whose counter goes back is refused', async ({ page }) => {
  const { authenticator } = await addPasskey(page)
  await authenticator.setCounter(0)
  await signOutUnanswered(page, authenticator)
  await byPasskey(page).click()
  await expect(page.getByRole('alert')).toContainText('This passkey couldn’t be verified.')
})

test('an authenticator that does not verify its user signs in to nothing', async ({ page }) => {
  const { authenticator } = await addPasskey(page)
  await signOutUnanswered(page, authenticator)
  await authenticator.setVerifies(false)
  await byPasskey(page).click()
  await expect(page.getByRole('alert')).toContainText('No passkey was used.')
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
})

test('a step-up asks for the passkey first, and an authenticator has one passkey of a user', async ({
  page,
  server,
}) => {
  const { user } = await addPasskey(page)
  await server.expireStepUp(user.email)
  await page.reload()
  const add = section(page).getByRole('button', { name: 'Add a passkey' })
  await add.click()
  const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' })
  await expect(dialog.getByRole('button', { name: 'Use your passkey' })).toBeFocused()
  await expect(dialog.getByLabel('Password', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('alert')).toContainText('This device already has a passkey for your account.')
  await expect(add).toBeFocused()
  await page.goto('/timeline')
  await expect(page.getByText(/confirmed/i).first()).toBeVisible()
})

test('the browser is told another name of the user', async ({ page }) => {
  const { user, authenticator } = await addPasskey(page)
  expect(await authenticator.passkeys()).toMatchObject([{ userName: user.email }])
  await page.goto('/account')
  await page.getByRole('button', { name: 'Change your name' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Grace Hopper')
  await page.keyboard.press('Enter')
  await expect.poll(() => authenticator.passkeys()).toMatchObject([{ userDisplayName: 'Grace Hopper' }])
})

/** Signs up over HTTP, and signs in by the form on a device that can have passkeys. */
async function signInOnDevice(page: Page): Promise<UserDriver> {
  const user = new UserDriver()
  await user.signUp(page.request)
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await VirtualAuthenticator.add(page)
  await user.fillSignIn(page)
  await expect(accessHeading(page)).toBeVisible()
  return user
}
const offer = (page: Page): Locator => page.getByRole('complementary', { name: 'Sign in faster next time' })

test.describe('after a password was typed', () => {
  test('a passkey is offered, and is added', async ({ page }) => {
    await signInOnDevice(page)
    await expect(offer(page)).toBeVisible()
    await expectAccessible(page)
    await page.setViewportSize({ width: 320, height: 640 })
    await expectAccessible(page)
    await offer(page).getByRole('button', { name: 'Add a passkey' }).click()
    await expect(page.getByText('Passkey added. You can sign in with it from now on.')).toBeVisible()
    await page.goto('/security')
    await expect(section(page).getByRole('listitem')).toHaveCount(1)
    await expect(offer(page)).toHaveCount(0)
  })

  test('the browser makes a passkey without asking, where it can', async ({ page }) => {
    // Chromium does so for passwords that it has filled in itself. Here it asks, and its user agrees at once.
    await page.addInitScript(() => {
      const { credentials } = navigator
      const create = credentials.create.bind(credentials)
      credentials.create = (options = {}) => {
        if (Reflect.get(options, 'mediation') !== 'conditional') throw new TypeError('only without asking')
        return create({ ...options, mediation: 'optional' } as CredentialCreationOptions)
      }
    })
    await signInOnDevice(page)
    await expect
      .poll(async () => (await (await page.request.get('/trpc/passkeys.list')).json()).result.data.passkeys)
      .toHaveLength(1)
    await expect(offer(page)).toHaveCount(0)
  })

  test('the offer is made once, and outlives a reload but not a no', async ({ page }) => {
    const user = await signInOnDevice(page)
    await expect(offer(page)).toBeVisible()
    await page.reload()
    await offer(page).getByRole('button', { name: 'Not now' }).click()
    await expect(offer(page)).toHaveCount(0)
    await signOut(page)
    await user.fillSignIn(page)
    await expect(accessHeading(page)).toBeVisible()
    await page.waitForLoadState('networkidle')
    await expect(offer(page)).toHaveCount(0)
  })
})
