import type { APIRequestContext, Page } from '@playwright/test'
import { expect } from './server.ts'

let users = 0

/** A user with an address of its own, and how this user signs up and in. */
export class UserDriver {
  readonly name: string
  readonly email: string
  readonly password: string

  constructor({ name, email, password }: Partial<Pick<UserDriver, 'name' | 'email' | 'password'>> = {}) {
    users += 1
    const id = `${process.pid}-${users}`
    this.name = name ?? 'Ada Lovelace'
    this.email = email ?? `ada-${id}@example.com`
    this.password = password ?? `correct horse ${id}`
  }

  /** Signs up over HTTP. The cookie goes to the browser whose `request` it is; the fixture `request` has none. */
  async signUp(request: APIRequestContext): Promise<void> {
    const { name, email, password } = this
    const response = await request.post('/trpc/auth.signUp', { data: { name, email, password } })
    expect(response.status()).toBe(200)
  }

  /** Signs in over HTTP. The cookie goes to the browser whose `request` it is. */
  async signIn(request: APIRequestContext): Promise<void> {
    const { email, password } = this
    const response = await request.post('/trpc/auth.signIn', { data: { email, password } })
    expect(response.status()).toBe(200)
  }

  async signUpByForm(page: Page): Promise<void> {
    await page.goto('/sign-up')
    await this.fillSignUp(page)
    await expect(page.getByRole('heading', { name: 'Access', level: 1 })).toBeVisible()
  }

  /** Fills in and sends the sign-up form that is on the page. */
  async fillSignUp(page: Page): Promise<void> {
    await page.getByLabel('Name').fill(this.name)
    await page.getByLabel('Email').fill(this.email)
    await page.getByLabel('Password', { exact: true }).fill(this.password)
    await page.getByRole('button', { name: 'Sign up' }).click()
  }

  async signInByForm(page: Page): Promise<void> {
    await page.goto('/sign-in')
    await this.fillSignIn(page)
    await expect(page.getByRole('heading', { name: 'Access', level: 1 })).toBeVisible()
  }

  /** Fills in and sends the sign-in form that is on the page. */
  async fillSignIn(page: Page, password = this.password): Promise<void> {
    await page.getByLabel('Email').fill(this.email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
}
