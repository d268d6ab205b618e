import type { Page } from '@playwright/test'
import { type Authenticator, turnOnTwoStep } from '../src/authenticator.ts'
import type { UserDriver } from '../src/user-driver.ts'
import { fillSignIn, open, signedIn, type Stage } from './stage.ts'

const turnOn = /^(Turn on two-step verification|Bestätigung in zwei Schritten einschalten)$/
const turnOff = /^(Turn off two-step verification|Bestätigung in zwei Schritten ausschalten)$/
const setUp = /^(Set up an authenticator app|Authenticator-App einrichten)$/

/** The pages and states of two-step verification. */
export const secondFactorStates: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'second-step': async (stage) => {
    await waiting(stage)
  },
  'second-step-recovery': async (stage) => {
    await waiting(stage)
    await stage.page.getByRole('button', { name: /^(Use a recovery code instead|Mit Wiederherstellungscode)$/ }).click()
  },
  'second-step-refused': async (stage) => {
    const { authenticator } = await waiting(stage)
    await stage.page.locator('input[name="code"]').fill(authenticator.wrongCode())
    await stage.page.keyboard.press('Enter')
    await stage.page.locator('[aria-invalid="true"]').waitFor()
  },
  'second-step-nothing': ({ page }) => open(page, '/second-step'),
  'security-set-up': async ({ page }) => {
    await signedIn(page)
    await open(page, '/security')
    await page.getByRole('button', { name: turnOn }).click()
    await page.getByRole('img').waitFor()
  },
  'security-codes': async (stage) => {
    await withTwoStep(stage)
    await open(stage.page, '/security')
    const renew = stage.page.getByRole('button', { name: /^(Make new codes|Neue Codes erstellen)$/ })
    await renew.click()
    await stage.page.getByRole('dialog').locator('button').last().click()
    await stage.page.getByRole('button', { name: /^(I’ve saved them|Ich habe sie aufbewahrt)$/ }).waitFor()
  },
  'security-on': async (stage) => {
    const { user } = await signInTrusted(stage)
    const own = `(SELECT id FROM users WHERE email = '${user.email}')`
    await stage.server.sql(
      `DELETE FROM recovery_codes WHERE user_id = ${own}
        AND id NOT IN (SELECT min(id) FROM recovery_codes WHERE user_id = ${own})`,
    )
    await open(stage.page, '/security')
  },
  'security-turn-off': async (stage) => {
    await withTwoStep(stage)
    await open(stage.page, '/security')
    await stage.page.getByRole('button', { name: turnOff }).click()
    await stage.page.getByRole('dialog').waitFor()
  },
  'step-up-code': async (stage) => {
    const { user } = await withTwoStep(stage)
    await stage.server.expireStepUp(user.email)
    await open(stage.page, '/security')
    await stage.page.getByRole('button', { name: turnOff }).click()
    await stage.page.getByRole('dialog').locator('button').last().click()
    await stage.page.getByRole('button', { name: /^(Use a code instead|Code verwenden)$/ }).click()
  },
  'access-trusted': async (stage) => {
    await signInTrusted(stage)
    await open(stage.page, '/')
  },
  'two-step-required': async (stage) => {
    await demanded(stage, await signedIn(stage.page))
    await open(stage.page, '/')
  },
  'two-step-required-set-up': async (stage) => {
    await demanded(stage, await signedIn(stage.page))
    await open(stage.page, '/')
    await stage.page.getByRole('button', { name: setUp }).click()
    await stage.page.getByRole('img').waitFor()
  },
  'two-step-due': async (stage) => {
    const { user } = await withTwoStep(stage)
    await demanded(stage, user)
    await stage.server.sql('UPDATE sessions SET second_factor = NULL')
    await open(stage.page, '/')
    await stage.page.locator('input[name="code"]').waitFor()
  },
}

interface UserWithApp {
  readonly user: UserDriver
  readonly authenticator: Authenticator
}

async function withTwoStep({ page, server }: Stage): Promise<UserWithApp> {
  const user = await signedIn(page)
  const { authenticator } = await turnOnTwoStep(page, server, user)
  return { user, authenticator }
}

/** A sign-in that waits for the second step. */
async function waiting(stage: Stage): Promise<UserWithApp> {
  const { page } = stage
  const signedOut = await withTwoStep(stage)
  await page.context().clearCookies()
  await open(page, '/sign-in')
  await fillSignIn(page, signedOut.user.email, signedOut.user.password)
  await codeField(page)
  return signedOut
}

/** A user who is signed in on a trusted device. */
async function signInTrusted(stage: Stage): Promise<UserWithApp> {
  const { page } = stage
  const withApp = await waiting(stage)
  await page.locator('input[name="trustDevice"]').check()
  await page.locator('input[name="code"]').fill(await withApp.authenticator.code())
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/')
  return withApp
}

async function codeField(page: Page): Promise<void> {
  await page.locator('input[name="code"]').waitFor()
}

/** The server of the screenshots demands a second factor of administrators. */
async function demanded({ server }: Stage, { email }: UserDriver): Promise<void> {
  await server.sql(`UPDATE users SET role = 'admin' WHERE email = '${email}'`)
}
