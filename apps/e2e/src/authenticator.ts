import type { Page } from '@playwright/test'
import { TOTP } from 'otpauth'
import { expect, type Server } from './server.ts'
import type { UserDriver } from './user-driver.ts'

/** The authenticator app of a user, on a phone whose clock is that of the server. */
export class Authenticator {
  readonly #server: Server
  readonly #totp: TOTP

  constructor(server: Server, secret: string) {
    this.#server = server
    this.#totp = new TOTP({ secret })
  }

  /** Returns the code that it shows now. The server takes each code once: it forgets the last one, as if time had passed. */
  async code(): Promise<string> {
    await this.#server.sql('UPDATE totp_credentials SET last_step = 0')
    return this.#totp.generate()
  }

  /** Returns a code that it does not show now, nor showed or will show a moment ago or from now. */
  wrongCode(): string {
    const near = new Set(
      [-60, -30, 0, 30, 60].map((seconds) => this.#totp.generate({ timestamp: Date.now() + seconds * 1000 })),
    )
    return ['111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !near.has(code)) ?? ''
  }
}

/** Scans what the page shows, and types the first code. Returns the app. */
export async function scanAndConfirm(page: Page, server: Server): Promise<Authenticator> {
  await expect(page.getByRole('img', { name: 'QR code with the key for an authenticator app' })).toBeVisible()
  const secret = (await page.locator('code').innerText()).replaceAll(/\s/g, '')
  const authenticator = new Authenticator(server, secret)
  await page.getByLabel('Code', { exact: true }).fill(await authenticator.code())
  await page.keyboard.press('Enter')
  return authenticator
}

/** Turns two-step verification on over HTTP, in the browser whose page it is. */
export async function turnOnTwoStep(page: Page, server: Server, user: UserDriver): Promise<TurnedOn> {
  await page.request.post('/trpc/auth.stepUp', { data: { password: user.password } })
  const offered = await page.request.post('/trpc/secondFactors.setUp', { data: {} })
  const { secret, setup } = ((await offered.json()) as { result: { data: { secret: string; setup: string } } }).result
    .data
  const authenticator = new Authenticator(server, secret)
  const data = { setup, code: await authenticator.code() }
  const confirmed = await page.request.post('/trpc/secondFactors.confirm', { data })
  expect(confirmed.status()).toBe(200)
  const { recoveryCodes } = ((await confirmed.json()) as { result: { data: { recoveryCodes: string[] } } }).result.data
  return { authenticator, recoveryCodes }
}

interface TurnedOn {
  readonly authenticator: Authenticator
  readonly recoveryCodes: readonly string[]
}
