import { fillSignIn, newPerson, signUp } from './person.ts'
import { expect, test } from './server.ts'

test('someone who is not signed in is asked to, and then goes where they wanted', async ({ page }) => {
  const person = newPerson()
  await signUp(page, person)
  await page.context().clearCookies()
  await page.goto('/password')
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/)
  await fillSignIn(page, person)
  await expect(page.getByRole('heading', { name: 'Change password' })).toBeVisible()
})

for (const elsewhere of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
  test(`signing in never leads to ${elsewhere}`, async ({ page, server }) => {
    const person = newPerson()
    await signUp(page, person)
    await page.context().clearCookies()
    await page.goto(`/sign-in?returnTo=${encodeURIComponent(elsewhere)}`)
    await fillSignIn(page, person)
    await expect(page.getByRole('heading', { name: 'Access' })).toBeVisible()
    expect(new URL(page.url()).origin).toBe(server.url)
  })
}

test('a wrong password is said once, above the form, and the field is ready for another try', async ({ page }) => {
  const person = newPerson()
  await page.goto('/sign-in')
  await fillSignIn(page, person)
  await expect(page.getByRole('alert')).toHaveText(/Wrong e-mail or password\./)
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
})

test('errors stand at the field they belong to', async ({ page }) => {
  const person = newPerson()
  await signUp(page, person)
  await page.context().clearCookies()
  await page.goto('/sign-up')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByLabel('Name')).toBeFocused()
  await expect(page.getByLabel('Name')).toHaveAccessibleDescription(/Enter your name\./)

  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('E-mail').fill('not an address')
  await page.getByLabel('Password', { exact: true }).fill('iloveyou')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/Enter an e-mail address/)

  await page.getByLabel('E-mail').fill('new-ada@example.com')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/first that guessers try/)

  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/already/)
})

test('everything works with the keyboard alone', async ({ page }) => {
  const person = newPerson()
  await page.goto('/sign-up')
  await page.getByLabel('Name').focus()
  await page.keyboard.type(person.name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(person.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(person.password)
  await page.keyboard.press('Enter')
  const heading = page.getByRole('heading', { name: 'Access', level: 1 })
  await expect(heading).toBeFocused()

  // The menu of the user, and out.
  await page.getByRole('button', { name: /Ada Lovelace/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Sign out' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('“Remember me” makes a cookie that outlives the browser', async ({ page }) => {
  const person = newPerson()
  await signUp(page, person)
  const [short] = await page.context().cookies()
  expect(short).toMatchObject({ name: 'latchkey', httpOnly: true, sameSite: 'Lax', expires: -1 })

  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.getByLabel('Remember me').check()
  await fillSignIn(page, person)
  await expect(page.getByRole('heading', { name: 'Access' })).toBeVisible()
  const [long] = await page.context().cookies()
  const days = ((long?.expires ?? 0) - Date.now() / 1000) / 86_400
  expect(days).toBeGreaterThan(89)
  expect(days).toBeLessThanOrEqual(90)
})
