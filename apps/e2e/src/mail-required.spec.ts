import type { Page } from '@playwright/test'
import { accessHeading } from './access-page.ts'
import { anotherBrowser } from './another-browser.ts'
import { subjects, test } from './mailbox.ts'
import { expect } from './server.ts'
import { UserDriver } from './user-driver.ts'

test.use({ mail: 'required' })

async function signUpWaiting(page: Page, user: UserDriver): Promise<void> {
  await page.goto('/sign-up')
  await user.fillSignUp(page)
  await expect(page.getByRole('heading', { name: 'Check your mail', level: 1 })).toBeVisible()
}

test('an account exists once its code is typed, however it is written, and a reload of the page keeps waiting for it', async ({
  page,
  request,
  mailbox,
}) => {
  const user = new UserDriver()
  await signUpWaiting(page, user)
  const { email, password } = user
  const tooEarly = await request.post('/trpc/auth.signIn', { data: { email, password } })
  expect(tooEarly.status()).toBe(401)

  await page.reload()
  await expect(page.getByText(user.email)).toBeVisible()
  const { code } = await mailbox.mailTo(user.email, subjects.signUp)
  await pasteInto(page, `  ${code.replace('-', ' - ').toLowerCase()} `)
  await expect(page.getByLabel('Code')).toHaveValue(code)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(accessHeading(page)).toBeVisible()
  await user.signIn(request)
})

test('a sign-up with the address of another user shows the same page, and its owner is told by mail', async ({
  page,
  browser,
  server,
  mailbox,
}) => {
  const owner = new UserDriver()
  await mailbox.signUp(page.request, owner)
  await page.context().clearCookies()
  const others = await anotherBrowser(browser, server.url)
  const free = new UserDriver()
  const pages = [
    { page, user: new UserDriver({ email: owner.email, name: 'Eve' }) },
    { page: await others.newPage(), user: free },
  ]
  const shown: string[] = []
  for (const { page: waiting, user } of pages) {
    await signUpWaiting(waiting, user)
    const text = await waiting.getByRole('main').innerText()
    shown.push(text.replaceAll(user.email, 'the address').replace(/\d+:\d\d/g, 'a time'))
  }
  expect(shown[0]).toBe(shown[1])
  expect(shown[0]).toContain('A mail is on its way to the address.')
  const { code, link } = await mailbox.mailTo(owner.email, subjects.addressTaken)
  expect(code).toBe('')
  expect(link).toBe(`${server.url}/sign-in`)
  await mailbox.mailTo(free.email, subjects.signUp)
  expect(await mailbox.unreadSubjects(owner.email)).toEqual([])

  await page.goto(link)
  await owner.fillSignIn(page)
  await expect(accessHeading(page)).toBeVisible()
  await others.close()
})

/** Pastes a text into the field for the code, with the clipboard of the browser. */
async function pasteInto(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-write'])
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await page.getByLabel('Code').focus()
  await page.keyboard.press('Control+V')
}
