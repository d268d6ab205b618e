import { expectAccessible } from './accessibility.ts'
import { approveButton, clientRow, consentHeading, press } from './consent-page.ts'
import { type LoopbackClient, startLoopbackClient } from './loopback-client.ts'
import { expect, test as base } from './server.ts'
import { UserDriver } from './user-driver.ts'

const test = base.extend<{ client: LoopbackClient }>({
  client: async ({ server }, use) => {
    const client = await startLoopbackClient(server.url)
    await use(client)
    client.close()
  },
})

test.describe('an authorization request of a loopback client', () => {
  test('asks for a sign-in first, returns a code, and its session is on the Access page', async ({
    page,
    request,
    client,
  }) => {
    const user = new UserDriver()
    await user.signUp(request)
    // A parser of JSON would change this text.
    const state = String.raw`{"a": [1e3], "b": "+ ~!*()' ä🔑 \\ %41"}`
    await page.goto(client.authorizePath({ state }))
    await expect(page).toHaveURL(/\/sign-in\?returnTo=/)
    await user.fillSignIn(page)
    await expect(consentHeading(page)).toBeFocused()
    await expect(page.getByText(user.email)).toBeVisible()
    await expect(page.getByText('You’ll return to an app on this computer.')).toBeVisible()
    await expectAccessible(page)

    // Enter approves nothing.
    await page.keyboard.press('Enter')
    await expect(consentHeading(page)).toBeVisible()

    await press(approveButton(page))
    const response = await client.response
    expect(response.get('state')).toBe(state)
    await expect(page.getByRole('heading', { name: 'You can close this tab' })).toBeVisible()
    await expect(page.getByText('Go back to Latchkey CLI.')).toBeVisible()
    await expectAccessible(page)

    const tokens = await client.exchange(response.get('code') ?? '')
    expect(tokens.status).toBe(200)
    await page.goto('/')
    await expect(clientRow(page)).toContainText('Approved in a browser')
    await expect(clientRow(page)).not.toContainText('Remembered')
    await page.getByRole('link', { name: 'Timeline' }).click()
    await expect(page.getByText('Approved Latchkey CLI').first()).toBeVisible()
  })

  test('outlives a sign-in with a provider, to the letter', async ({ page, client }) => {
    const path = client.authorizePath({ state: '1e3' })
    await page.goto(path)
    await page.getByRole('button', { name: 'Continue with Google' }).click()
    await page.getByLabel('Or someone new').fill(`login-${new UserDriver().email.split('@')[0]}`)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(consentHeading(page)).toBeVisible()
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(path)
  })

  test('outlives the sign-in page of a signed-in user, up to the longest path that returns', async ({
    page,
    client,
  }) => {
    await new UserDriver().signUp(page.request)
    const path = `${client.authorizePath()}&state=1e3`.padEnd(2048, '(')
    await page.goto(`/sign-in?returnTo=${encodeURIComponent(path)}`)
    await expect(consentHeading(page)).toBeVisible()
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(path)
  })

  test('waits for a step-up and continues in place', async ({ page, client, server }) => {
    const user = new UserDriver()
    await user.signUp(page.request)
    await server.expireStepUp(user.email)
    await page.goto(client.authorizePath())
    await press(approveButton(page))
    const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' })
    await dialog.getByLabel('Password', { exact: true }).fill(user.password)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    expect((await client.response).get('code')).toMatch(/./)
  })

  test('is not approved by a click that was meant for a window on top', async ({ page, client }) => {
    await new UserDriver().signUp(page.request)
    await page.goto(client.authorizePath())
    await expect(approveButton(page)).toBeVisible()
    // The second click of a double click, whose first has closed the window in front of this one.
    await approveButton(page).evaluate((button) => {
      for (const type of ['blur', 'focus']) window.dispatchEvent(new Event(type))
      button.dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true, cancelable: true }))
    })
    await expect(consentHeading(page)).toBeVisible()
    // A screen reader clicks like this.
    await approveButton(page).dispatchEvent('click', { detail: 0 })
    expect((await client.response).get('code')).not.toBeNull()
  })

  test('returns access_denied when the user cancels', async ({ page, client }) => {
    await new UserDriver().signUp(page.request)
    await page.goto(client.authorizePath({ state: 's' }))
    await page.getByRole('button', { name: 'Cancel' }).click()
    const response = await client.response
    expect(Object.fromEntries(response)).toMatchObject({ error: 'access_denied', state: 's' })
    await expect(page.getByRole('heading', { name: 'Request denied' })).toBeVisible()
    await expect(
      page.getByText('No access was granted. You can close this tab and go back to Latchkey CLI.'),
    ).toBeVisible()
  })

  test('can be approved by another user', async ({ page, request, client }) => {
    const [here, there] = [new UserDriver(), new UserDriver()]
    await there.signUp(request)
    await here.signUp(page.request)
    const path = client.authorizePath({ state: '{"a":1}' })
    await page.goto(path)
    await expect(page.getByText(here.email)).toBeVisible()
    await page.getByRole('button', { name: 'Use another account' }).click()
    await there.fillSignIn(page)
    await expect(page.getByText(there.email)).toBeVisible()
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(path)
  })

  test('that is malformed returns invalid_request once the user goes back to the client', async ({ page, client }) => {
    await new UserDriver().signUp(page.request)
    await page.goto(`${client.authorizePath()}&response_type=token`)
    await expect(page.getByRole('heading', { name: 'This request can’t be answered' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Go back to Latchkey CLI' }).click()
    expect((await client.response).get('error')).toBe('invalid_request')
  })

  for (const [what, changes, words] of [
    ['of an unknown client', { client_id: 'unknown' }, /doesn’t know the app/],
    ['with an unregistered redirect URI', { redirect_uri: 'https://evil.example/callback' }, /isn’t the app’s/],
  ] as const) {
    test(`${what} sends nothing anywhere, and the page says so`, async ({ page, client }) => {
      const hostnames: string[] = []
      await new UserDriver().signUp(page.request)
      page.on('request', (request) => hostnames.push(new URL(request.url()).hostname))
      await page.goto(client.authorizePath(changes))
      await expect(page.getByText(words)).toBeVisible()
      await expect(page.getByText(/Nothing was sent anywhere/)).toBeVisible()
      await expect(approveButton(page)).toHaveCount(0)
      await expectAccessible(page)
      expect(new Set(hostnames)).toEqual(new Set(['localhost']))
    })
  }
})

test('the page after an authorization shows no text from its address', async ({ page }) => {
  await page.goto('/oauth/done?client=Your%20bank&error=Call%20555')
  await expect(page.getByText('You can close this tab and go back to the app.')).toBeVisible()
  await expect(page.getByText(/bank|555/)).toHaveCount(0)
  await expectAccessible(page)
})
