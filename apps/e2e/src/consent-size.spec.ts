import type { Page } from '@playwright/test'
import { startDeviceClient } from './device-client.ts'
import { authorizePath } from './oauth-request.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

const phone = { width: 360, height: 640 }

/** Expects that the page shows who decides for what, with both buttons, without scrolling. */
async function expectOnFirstScreen(page: Page, user: UserDriver): Promise<void> {
  await expect(page.getByText(user.email)).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('heading', { level: 1 })).toBeInViewport({ ratio: 1 })
  const buttons = page.locator('main [data-size="md"]')
  await expect(buttons).toHaveCount(2)
  const bottoms = await buttons.evaluateAll((all) => all.map((button) => button.getBoundingClientRect().bottom))
  for (const bottom of bottoms) expect(bottom).toBeLessThanOrEqual(phone.height)
}

for (const locale of ['en-GB', 'de-DE']) {
  test.describe(`on a phone, in ${locale}`, () => {
    test.use({ viewport: phone, locale })

    test('an authorization request fits on the first screen', async ({ page }) => {
      const user = new UserDriver()
      await user.signUp(page.request)
      await page.goto(authorizePath)
      await expectOnFirstScreen(page, user)
    })

    test('a device fits on the first screen, with the warning of another network too', async ({ page, server }) => {
      const user = new UserDriver()
      await user.signUp(page.request)
      const device = await startDeviceClient(server.url)
      for (const ip of ['127.0.0.1', '2001:db8:85a3:8d3:1319:8a2e:370:7348']) {
        await server.sql(`UPDATE grants SET ip = '${ip}' WHERE kind = 'device'`)
        await page.goto(device.link)
        await page.locator('button[type="submit"]').click()
        await expect(page.getByText(device.userCode)).toBeInViewport({ ratio: 1 })
        await expectOnFirstScreen(page, user)
      }
    })
  })
}
