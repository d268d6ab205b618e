import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

/** Holds the code of the app back until it is let go, so that the page stays as it was first painted. */
async function holdCode(page: Page): Promise<() => void> {
  const held = Promise.withResolvers<void>()
  await page.route(/\/assets\/index-[^/]*\.js$/, async (route) => {
    await held.promise
    await route.continue()
  })
  return held.resolve
}

async function place(page: Page, selector: string): Promise<object | null> {
  return page.locator(selector).first().boundingBox()
}

test('a signed-out page paints a card before its code is there, and the app takes its place', async ({ page }) => {
  const messages: string[] = []
  page.on('console', (message) => messages.push(message.text()))
  await page.setViewportSize({ width: 390, height: 800 })
  await page.emulateMedia({ colorScheme: 'dark' })
  const letGo = await holdCode(page)
  await page.goto('/sign-in', { waitUntil: 'commit' })
  await expect(page.locator('.shell-card')).toBeVisible()
  await expect(page.locator('.shell-rail')).toBeHidden()
  await expect(page.getByRole('status', { name: 'Loading' })).toBeVisible()
  await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(25, 24, 21)')
  const brand = await place(page, '.shell-brand')

  letGo()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  await expect(page.locator('#shell')).toHaveCount(0)
  expect(await place(page, 'main svg')).toMatchObject({ y: Reflect.get(brand ?? {}, 'y') })
  expect(messages).toEqual([])
})

test('a page of a signed-in user paints the rail before its code is there, where the app has it too', async ({
  page,
}) => {
  await new UserDriver().signUp(page.request)
  await page.setViewportSize({ width: 1280, height: 800 })
  const letGo = await holdCode(page)
  await page.goto('/', { waitUntil: 'commit' })
  await expect(page.locator('.shell-rail')).toBeVisible()
  await expect(page.locator('.shell-card')).toBeHidden()
  const [rail, mark] = [await place(page, '.shell-rail'), await place(page, '.shell-mark svg')]

  letGo()
  await expect(page.getByRole('heading', { name: 'Access' })).toBeVisible()
  await expect(page.locator('#shell')).toHaveCount(0)
  expect([await place(page, 'nav'), await place(page, 'header svg')]).toEqual([rail, mark])
})

test('a colour scheme that was chosen is painted first, and nothing moves where that is wished', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('latchkey-color-scheme', 'dark'))
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await holdCode(page)
  await page.goto('/sign-in', { waitUntil: 'commit' })
  await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(25, 24, 21)')
  await expect(page.locator('.shell-button')).toHaveCSS('animation-name', 'none')
  const bars = await page
    .locator('meta[name="theme-color"]')
    .evaluateAll((metas) => metas.map((meta) => meta.getAttribute('content')))
  expect(bars).toEqual(['#191815', '#191815'])
})

test('a page asks who is signed in once, while its code is still on its way', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.includes('auth.me')) asked.push(pathname)
  })
  const letGo = await holdCode(page)
  const early = page.waitForRequest(/auth\.me/)
  await page.goto('/sign-in', { waitUntil: 'commit' })
  await early
  letGo()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  expect(asked).toEqual(['/trpc/oauth.providers,passwords.policy,auth.mailOptions,auth.captcha,auth.me'])

  await new UserDriver().signUp(page.request)
  asked.length = 0
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Access' })).toBeVisible()
  expect(asked).toEqual(['/trpc/auth.me,auth.mailOptions'])
})
