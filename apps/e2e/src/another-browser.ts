import type { Browser, BrowserContext, PlaywrightWorkerArgs } from '@playwright/test'
import type { UserDriver } from './user-driver.ts'

export const firefoxOnWindows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

export const safariOnMac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'

/** Opens another browser: its cookies and its name are its own. */
export async function anotherBrowser(browser: Browser, baseURL: string, userAgent?: string): Promise<BrowserContext> {
  return browser.newContext({
    baseURL,
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...(userAgent === undefined ? {} : { userAgent }),
  })
}

/** Signs a user in over HTTP, in as many new browsers of a kind as `count` says. */
export async function signInFrom(
  playwright: PlaywrightWorkerArgs['playwright'],
  { baseURL, userAgent, count }: { readonly baseURL: string; readonly userAgent: string; readonly count: number },
  user: UserDriver,
): Promise<void> {
  for (let signIns = 0; signIns < count; signIns += 1) {
    const request = await playwright.request.newContext({ baseURL, userAgent })
    await user.signIn(request)
    await request.dispose()
  }
}
