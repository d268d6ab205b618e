import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

test('a private page asks for a sign-in first, which leads to that page', async ({ page, request }) => {
  const user = new UserDriver()
  await user.signUp(request)
  await page.goto('/password')
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/)
  await expect(page.getByLabel('Email')).toBeFocused()
  await user.fillSignIn(page)
  await expect(page.getByRole('heading', { name: 'Change password' })).toBeVisible()
})

for (const elsewhere of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
  test(`signing in never leads to ${elsewhere}`, async ({ page, request, server }) => {
    const user = new UserDriver()
    await user.signUp(request)
    await page.goto(`/sign-in?returnTo=${encodeURIComponent(elsewhere)}`)
    await user.fillSignIn(page)
    await expect(page.getByRole('heading', { name: 'Access' })).toBeVisible()
    expect(new URL(page.url()).origin).toBe(server.url)
  })
}

test('a wrong password is reported once, above the form, and the password field has the focus', async ({ page }) => {
  await page.goto('/sign-in')
  await new UserDriver().fillSignIn(page)
  await expect(page.getByRole('alert')).toHaveText(/Wrong email or password\./)
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
})

test('each error of a form stands at its field', async ({ page, request }) => {
  const user = new UserDriver()
  await user.signUp(request)
  await page.goto('/sign-up')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByLabel('Name')).toBeFocused()
  await expect(page.getByLabel('Name')).toHaveAccessibleDescription(/Enter a name\./)

  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('Email').fill('not an address')
  await page.getByLabel('Password', { exact: true }).fill('iloveyou')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/Enter an email, such as/)

  await page.getByLabel('Email').fill('new-ada@example.com')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(
    /This password is too easy to guess\./,
  )
  // The focus goes there with the next frame: what is filled in before may end up there too.
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()

  await page.getByLabel('Email').fill(user.email)
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/This email is already registered\./)
})

test('a user signs up and out with the keyboard alone', async ({ page }) => {
  const user = new UserDriver()
  await page.goto('/sign-up')
  await expect(page.getByLabel('Name')).toBeFocused()
  await page.keyboard.type(user.name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(user.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(user.password)
  await page.keyboard.press('Enter')
  const heading = page.getByRole('heading', { name: 'Access', level: 1 })
  await expect(heading).toBeFocused()

  await page.getByRole('button', { name: /Ada Lovelace/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Sign out' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('“Remember me” sets a cookie that outlives the browser', async ({ page }) => {
  const user = new UserDriver()
  await user.signUpByForm(page)
  const sessionCookie = async () => (await page.context().cookies()).find(({ name }) => name === 'latchkey')
  const short = await sessionCookie()
  expect(short).toMatchObject({ name: 'latchkey', httpOnly: true, sameSite: 'Lax', expires: -1 })

  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.getByLabel('Remember me').check()
  await user.fillSignIn(page)
  await expect(page.getByRole('heading', { name: 'Access' })).toBeVisible()
  const long = await sessionCookie()
  const days = ((long?.expires ?? 0) - Date.now() / 1000) / 86_400
  expect(days).toBeGreaterThan(89)
  expect(days).toBeLessThanOrEqual(90)
})
