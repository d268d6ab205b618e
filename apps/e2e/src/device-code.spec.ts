import { expectAccessible } from './accessibility.ts'
import { approveButton, clientRow, consentHeading, press } from './consent-page.ts'
import { startDeviceClient } from './device-client.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

test.describe('a device that shows a user code', () => {
  test('is signed in by its code, typed in any case and without the dash', async ({ page, server }) => {
    await new UserDriver().signUp(page.request)
    const device = await startDeviceClient(server.url)
    await page.goto('/device')
    const code = page.getByLabel('Code')
    await expect(code).toBeVisible()
    await expectAccessible(page)

    await code.pressSequentially('wda')
    await expect(code).toHaveValue('WD')
    await expect(code).toHaveAccessibleDescription(/“A” is never in a code/)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(code).toHaveAccessibleDescription(/A code has 8 letters\. This has 2 so far\./)
    await expect(code).toBeFocused()

    await code.fill('')
    await code.pressSequentially(device.userCode.toLowerCase().replace('-', ''))
    await expect(code).toHaveValue(device.userCode)
    await code.press('Enter')
    await expect(consentHeading(page)).toBeFocused()
    await expect(page.getByText('Does your device show this code?')).toBeVisible()
    await expect(page.getByText(device.userCode)).toBeVisible()
    await expect(page.getByText('127.0.0.1')).toBeVisible()
    await expect(page.getByText(/another network/)).toHaveCount(0)
    await expectAccessible(page)
    await page.keyboard.press('Enter')

    await press(approveButton(page))
    await expect(page.getByRole('heading', { name: 'Latchkey CLI is approved' })).toBeFocused()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Go to Access' }).click()
    await expect(page.getByRole('heading', { name: 'Access', level: 1 })).toBeVisible()
    expect((await device.poll()).status).toBe(200)
    await expect(clientRow(page)).toContainText('Approved with a code')
  })

  test('is not approved by the Enter key', async ({ page, server }) => {
    await new UserDriver().signUp(page.request)
    const device = await startDeviceClient(server.url)
    await page.goto(device.link)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(consentHeading(page)).toBeFocused()
    await page.keyboard.press('Enter')
    expect((await (await device.poll()).json()).error).toBe('authorization_pending')
    await expect(consentHeading(page)).toBeVisible()
  })

  test('is not approved by its link alone, which outlives signing in', async ({ page, request, server }) => {
    const user = new UserDriver()
    await user.signUp(request)
    const device = await startDeviceClient(server.url)
    await page.goto(device.link)
    await user.fillSignIn(page)
    await expect(page.getByLabel('Code')).toHaveValue(device.userCode)
    expect((await (await device.poll()).json()).error).toBe('authorization_pending')
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(consentHeading(page)).toBeVisible()
    await expect(page.getByText(device.userCode)).toBeVisible()
  })

  test('is refused when the user denies it, and the page confirms that', async ({ page, server }) => {
    await new UserDriver().signUp(page.request)
    const device = await startDeviceClient(server.url)
    await page.goto(device.link)
    await page.getByRole('button', { name: 'Continue' }).click()
    await press(page.getByRole('button', { name: 'This wasn’t me' }))
    await expect(page.getByRole('heading', { name: 'Request denied' })).toBeVisible()
    await expectAccessible(page)
    expect((await (await device.poll()).json()).error).toBe('access_denied')
    await page.goto('/timeline?category=refused')
    await expect(page.getByText('Denied Latchkey CLI').first()).toBeVisible()
  })

  test('on another network comes with a warning', async ({ page, server }) => {
    await new UserDriver().signUp(page.request)
    const device = await startDeviceClient(server.url)
    await server.sql(`UPDATE grants SET ip = '203.0.113.7' WHERE kind = 'device'`)
    await page.goto(device.link)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByText('This request comes from another network (203.0.113.7).')).toBeVisible()
    await expectAccessible(page)
  })

  test('that is gone by now leads back to the field, with the reason', async ({ page, server }) => {
    await new UserDriver().signUp(page.request)
    await page.goto('/device?code=BBBB-BBBB')
    await page.getByRole('button', { name: 'Continue' }).click()
    const code = page.getByLabel('Code')
    await expect(code).toHaveAccessibleDescription(/No device is waiting with this code/)
    await expect(code).toBeFocused()
    await expectAccessible(page)

    const device = await startDeviceClient(server.url)
    await code.fill(`The code is ${device.userCode}.`)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(consentHeading(page)).toBeVisible()
    await server.sql(`DELETE FROM grants WHERE kind = 'device'`)
    await press(approveButton(page))
    await expect(code).toHaveValue(device.userCode)
    await expect(code).toHaveAccessibleDescription(/No device is waiting with this code/)
  })

  test('is looked for a limited number of times, and the page says until when', async ({ page }) => {
    await new UserDriver().signUp(page.request)
    await page.goto('/device?code=BBBB-BBBB')
    await page.evaluate(async () => {
      let status = 404
      while (status === 404) {
        // The server decides how many there are, so each waits for the one before.
        const response = await fetch('/trpc/grants.findDevice', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ userCode: 'CCCCCCCC' }),
        })
        status = response.status
      }
    })
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('alert')).toContainText(/Too many attempts\. Try again in \d+:\d\d minutes\./)
    await expectAccessible(page)
  })
})
