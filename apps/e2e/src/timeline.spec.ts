import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessibility.ts'
import { anotherBrowser, firefoxOnWindows } from './another-browser.ts'
import { expectEndedPage } from './access-page.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

/** The entries of today that are on the page, without the parts of those that are open. */
function entries(page: Page): Locator {
  return page.getByRole('region', { name: 'Today' }).locator('[data-row]')
}

async function signUpOnTimeline(page: Page): Promise<UserDriver> {
  const user = new UserDriver()
  await user.signUp(page.request)
  await page.goto('/timeline')
  await expect(entries(page)).toHaveCount(1)
  return user
}

test('99 sessions that ended at once are one entry, and so are failed sign-ins in a row', async ({ page, server }) => {
  const user = new UserDriver()
  await user.signUp(page.request)
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { email } = user
    await page.request.post('/trpc/auth.signIn', { data: { email, password: 'not this one' } })
  }
  await server.sql(`
    INSERT INTO sessions (id, user_number, profile_id, token_hash, given_name, remembered, created_at, last_seen_at,
      idle_expires_at, expires_at)
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 99)
    SELECT id || '-' || n, user_number, profile_id, randomblob(32), 'Phone ' || n, remembered, created_at, last_seen_at,
      idle_expires_at, expires_at
    FROM sessions, number WHERE user_number = (SELECT number FROM users WHERE email = '${user.email}')`)
  const ended = await page.request.post('/trpc/sessions.endOthers', { data: {} })
  expect((await ended.json()).result.data).toEqual({ ended: 99 })

  await page.goto('/timeline')
  await expect(entries(page)).toHaveText([/^Ended 99 sessionsFrom this session/, /^3 failed sign-ins/, /^Signed up/])
  const act = entries(page).first()
  const open = act.getByRole('button', { name: /^Details of Ended 99 sessions/ })
  await open.focus()
  await page.keyboard.press('Enter')
  await expect(open).toBeFocused()
  await expect(open).toHaveAttribute('aria-expanded', 'true')
  await expect(act.getByRole('listitem')).toHaveCount(20)
  await act.getByRole('button', { name: 'Show 20 more' }).click()
  await expect(act.getByRole('listitem')).toHaveCount(40)
  await expect(act.getByRole('listitem').nth(20).getByRole('button')).toBeFocused()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Failed attempts' }).click()
  await expect(entries(page)).toHaveText([/^3 failed sign-ins/])
  await entries(page).getByRole('button').click()
  await expect(entries(page).getByRole('listitem')).toHaveCount(3)
})

test('a session is ended from the entry that names it, and the entry of a failed series stays open', async ({
  page,
  browser,
  server,
}) => {
  const user = await signUpOnTimeline(page)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await second.newPage()
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await second.request.post('/trpc/auth.signIn', { data: { email: user.email, password: 'not this one' } })
  }
  await user.signIn(second.request)
  await phone.goto('/timeline')
  await expect(entries(phone)).toHaveCount(3)

  await expect(entries(page)).toHaveText([
    /^Signed in.*End Firefox on Windows$/,
    /^2 failed sign-ins/,
    /^Signed up.*This session/,
  ])
  await expect(page.getByRole('button', { name: /^End Firefox/ })).toHaveCount(1)
  const failures = entries(page).filter({ hasText: 'failed sign-ins' })
  await failures.getByRole('button').click()
  await expect(failures.getByRole('listitem')).toHaveCount(2)
  await page.getByRole('button', { name: 'End Firefox on Windows' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Firefox on Windows is signed out.' })).toBeVisible()
  await expect(entries(page)).toHaveText([
    /^Ended “Firefox on Windows”/,
    /^Signed in.*Signed out$/,
    /^2 failed/,
    /^Signed up/,
  ])
  await expect(entries(page).nth(1).getByRole('button')).toBeFocused()
  await expect(failures.getByRole('listitem')).toHaveCount(2)
  await expectEndedPage(phone, /./)
  await second.close()
})
