import type { Page } from '@playwright/test'

const minute = 60_000

/** Any token that a link could have. */
const linkToken = 'A'.repeat(43)

/** Has the page show what it shows of a server that sends mail: the server of the screenshots sends none. */
export async function withMail(page: Page, proof: 'asked' | 'required' = 'asked'): Promise<void> {
  const options = { configured: true, codes: true, proof, mailbox: null }
  await page.route(/\/trpc\/[^?]*auth\.mailOptions/, async (route) => {
    const response = await route.fetch()
    const answers = (await response.json()) as unknown[]
    const procedures = new URL(route.request().url()).pathname.replace('/trpc/', '').split(',')
    answers[procedures.indexOf('auth.mailOptions')] = { result: { data: options } }
    await route.fulfill({ response, json: answers })
  })
}

/** Has the tab wait for a mailed code. */
export async function expectCode(page: Page, purpose: string, minutesLeft = 10): Promise<void> {
  const expiresAt = Date.now() + minutesLeft * minute
  const challenge = {
    id: 'challenge',
    purpose,
    email: 'ada@example.com',
    expiresAt: new Date(expiresAt).toISOString(),
    resendAt: new Date(expiresAt - 9 * minute).toISOString(),
    remember: false,
    returnTo: '/',
  }
  await page.addInitScript((kept) => sessionStorage.setItem('latchkey-challenge', kept), JSON.stringify(challenge))
}

/** Opens a link of a mail, about which the server says this; `null` for one that has ended. */
export async function openLink(
  page: Page,
  link: { readonly purpose: string; readonly isSameBrowser: boolean } | null,
): Promise<void> {
  await withMail(page)
  await page.route(/auth\.readLink/, (route) =>
    route.fulfill(link === null ? { status: 400, json: ended } : { json: { result: { data: viewOf(link) } } }),
  )
  await page.goto(`/confirm#${linkToken}`)
}

/** The path of the link that takes a change of address back. */
export const undoPath = `/undo-email-change#${linkToken}`

/** The refusal of a link that is too old. */
const ended = {
  error: {
    code: -32_600,
    message: 'ended',
    data: { code: 'BAD_REQUEST', httpStatus: 400, reason: 'CHALLENGE_ENDED', requestId: 'request' },
  },
}

function viewOf(link: object): object {
  return { ...link, email: 'ada@example.com', expiresAt: new Date(Date.now() + 10 * minute).toISOString() }
}
