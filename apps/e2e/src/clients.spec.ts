import { fileURLToPath } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import { hasNoViolation } from './accessibility.ts'
import { endFrom, fillSignIn, newPerson, otherSessions, signUp } from './person.ts'
import { type Program, startDevice, startProgram } from './program.ts'
import { runProgram } from './run-program.ts'
import { expect, type Server, test as base } from './server.ts'

const test = base.extend<{ program: Program }>({
  program: async ({ server }, use) => {
    const program = await startProgram(server.url)
    await use(program)
    program.close()
  },
})

const asks = (page: Page) => page.getByRole('heading', { name: 'Latchkey CLI wants to sign in as you', level: 1 })
const approve = (page: Page) => page.getByRole('button', { name: 'Approve' })
/** As a hand does: it comes from somewhere, and does not fall on a page that has only just appeared beneath it. */
async function press(button: Locator): Promise<void> {
  await button.page().mouse.move(0, 0)
  await button.click()
}

const clientRow = (page: Page) => otherSessions(page).filter({ hasText: 'Latchkey CLI' })

/** What a page of a client can look like to others, and what is not there. */
async function isFit(page: Page): Promise<void> {
  await hasNoViolation(page)
  const [{ width, scroll }] = await page.evaluate(() => [
    { width: document.documentElement.clientWidth, scroll: document.documentElement.scrollWidth },
  ])
  expect(scroll).toBe(width)
}

function forgetProof(server: Server, email: string): void {
  server.sql(`UPDATE sessions SET sudo_until = 0 WHERE user_id = (SELECT id FROM users WHERE email = '${email}')`)
}

test.describe('a program that asks in the browser', () => {
  test('gets a code from someone who signs in first, and its session shows under Access', async ({ page, program }) => {
    const person = newPerson()
    await signUp(page, person)
    await page.context().clearCookies()
    // Read as JSON and written anew, it would be another.
    const state = String.raw`{"a": [1e3], "b": "+ ~!*()' ä🔑 \\ %41"}`
    await page.goto(program.path({ state }))
    await expect(page).toHaveURL(/\/sign-in\?returnTo=/)
    await fillSignIn(page, person)
    await expect(asks(page)).toBeFocused()
    await expect(page.getByText(person.email)).toBeVisible()
    await expect(page.getByText('a program on this computer')).toBeVisible()
    await isFit(page)

    // Nothing happens by accident.
    await page.keyboard.press('Enter')
    await expect(asks(page)).toBeVisible()

    await press(approve(page))
    const answer = await program.answer
    expect(answer.get('state')).toBe(state)
    await expect(page.getByRole('heading', { name: 'You can close this tab' })).toBeVisible()
    await expect(page.getByText('Go back to Latchkey CLI.')).toBeVisible()
    await isFit(page)

    const tokens = await program.exchange(answer.get('code') ?? '')
    expect(tokens.status).toBe(200)
    await page.goto('/')
    await expect(clientRow(page)).toContainText('Approved in a browser')
    await expect(clientRow(page)).not.toContainText('Remembered')
    await page.getByRole('link', { name: 'Timeline' }).click()
    await expect(page.getByText('Let Latchkey CLI sign in as you').first()).toBeVisible()
  })

  test('is not forgotten on the way through a provider', async ({ page, program }) => {
    const path = program.path({ state: '1e3' })
    await page.goto(path)
    await page.getByRole('button', { name: 'Continue with Google' }).click()
    await page.getByLabel('Or someone new').fill(`login-${newPerson().email.split('@')[0]}`)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(asks(page)).toBeVisible()
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(path)
  })

  test('is not forgotten by who was signed in already, up to the longest address that is kept', async ({
    page,
    program,
  }) => {
    await signUp(page, newPerson())
    const path = `${program.path()}&state=1e3`.padEnd(2048, '(')
    await page.goto(`/sign-in?returnTo=${encodeURIComponent(path)}`)
    await expect(asks(page)).toBeVisible()
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(path)
  })

  test('waits while someone confirms that it is them, and goes on in place', async ({ page, program, server }) => {
    const person = newPerson()
    await signUp(page, person)
    forgetProof(server, person.email)
    await page.goto(program.path())
    await press(approve(page))
    const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' })
    await dialog.getByLabel('Password', { exact: true }).fill(person.password)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    expect((await program.answer).get('code')).toMatch(/./)
  })

  test('is not approved by a click that was meant for what lay on top', async ({ page, program }) => {
    await signUp(page, newPerson())
    await page.goto(program.path())
    await expect(approve(page)).toBeVisible()
    // The second of a double click: the first one has closed the window in front of this one.
    await approve(page).evaluate((button) => {
      for (const type of ['blur', 'focus']) window.dispatchEvent(new Event(type))
      button.dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true, cancelable: true }))
    })
    await expect(asks(page)).toBeVisible()
    // A screen reader's.
    await approve(page).dispatchEvent('click', { detail: 0 })
    expect((await program.answer).get('code')).not.toBeNull()
  })

  test('is told no', async ({ page, program }) => {
    await signUp(page, newPerson())
    await page.goto(program.path({ state: 's' }))
    await page.getByRole('button', { name: 'Cancel' }).click()
    const answer = await program.answer
    expect(Object.fromEntries(answer)).toMatchObject({ error: 'access_denied', state: 's' })
    await expect(page.getByRole('heading', { name: 'You said no' })).toBeVisible()
    await expect(page.getByText('Nothing was given.')).toBeVisible()
  })

  test('may be answered as somebody else', async ({ page, program }) => {
    const [here, there] = [newPerson(), newPerson()]
    await signUp(page, there)
    await page.context().clearCookies()
    await signUp(page, here)
    const path = program.path({ state: '{"a":1}' })
    await page.goto(path)
    await expect(page.getByText(here.email)).toBeVisible()
    await page.getByRole('button', { name: 'Use another account' }).click()
    await fillSignIn(page, there)
    await expect(page.getByText(there.email)).toBeVisible()
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(path)
  })

  test('that asks wrongly is told so, once someone goes back to it', async ({ page, program }) => {
    await signUp(page, newPerson())
    await page.goto(`${program.path()}&response_type=token`)
    await expect(page.getByRole('heading', { name: 'This request can’t be answered' })).toBeVisible()
    await isFit(page)
    await page.getByRole('button', { name: 'Go back to Latchkey CLI' }).click()
    expect((await program.answer).get('error')).toBe('invalid_request')
  })

  for (const [what, changes, words] of [
    ['that nobody knows', { client_id: 'somebody' }, /doesn’t know the app/],
    ['that wants the answer elsewhere', { redirect_uri: 'https://evil.example/callback' }, /isn’t the app’s/],
  ] as const) {
    test(`${what} gets nothing, and the person is told`, async ({ page, program }) => {
      const elsewhere: string[] = []
      await signUp(page, newPerson())
      page.on('request', (request) => elsewhere.push(new URL(request.url()).hostname))
      await page.goto(program.path(changes))
      await expect(page.getByText(words)).toBeVisible()
      await expect(page.getByText(/Nothing was sent anywhere/)).toBeVisible()
      await expect(approve(page)).toHaveCount(0)
      await isFit(page)
      expect(new Set(elsewhere)).toEqual(new Set(['localhost']))
    })
  }
})

test.describe('a device that shows a code', () => {
  test('is signed in by the code, however it is typed', async ({ page, server }) => {
    await signUp(page, newPerson())
    const device = await startDevice(server.url)
    await page.goto('/device')
    const code = page.getByLabel('Code')
    await expect(code).toBeVisible()
    await isFit(page)

    await code.pressSequentially('wda')
    await expect(code).toHaveValue('WD')
    await expect(code).toHaveAccessibleDescription(/“A” is never in a code/)
    await isFit(page)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(code).toHaveAccessibleDescription(/A code has 8 letters; this has 2 so far/)
    await expect(code).toBeFocused()

    await code.fill('')
    await code.pressSequentially(device.userCode.toLowerCase().replace('-', ''))
    await expect(code).toHaveValue(device.userCode)
    await code.press('Enter')
    await expect(asks(page)).toBeFocused()
    await expect(page.getByText('Does the device show this very code?')).toBeVisible()
    await expect(page.getByText(device.userCode)).toBeVisible()
    await expect(page.getByText('127.0.0.1')).toBeVisible()
    await expect(page.getByText(/another network/)).toHaveCount(0)
    await isFit(page)
    await page.keyboard.press('Enter')
    expect((await (await device.poll()).json()).error).toBe('authorization_pending')

    await press(approve(page))
    await expect(page.getByRole('heading', { name: 'Latchkey CLI is approved' })).toBeFocused()
    await isFit(page)
    await page.getByRole('link', { name: 'Go to Access' }).click()
    await expect(page.getByRole('heading', { name: 'Access', level: 1 })).toBeVisible()
    // It may not ask again before its interval is over.
    await expect.poll(async () => (await device.poll()).status, { intervals: [5_100], timeout: 15_000 }).toBe(200)
    await expect(clientRow(page)).toContainText('Approved with a code')
  })

  test('is not signed in by a link alone, which outlives signing in', async ({ page, server }) => {
    const person = newPerson()
    await signUp(page, person)
    await page.context().clearCookies()
    const device = await startDevice(server.url)
    await page.goto(device.link)
    await fillSignIn(page, person)
    await expect(page.getByLabel('Code')).toHaveValue(device.userCode)
    expect((await (await device.poll()).json()).error).toBe('authorization_pending')
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(asks(page)).toBeVisible()
    await expect(page.getByText(device.userCode)).toBeVisible()
  })

  test('is told no, and so is the person who asked for that', async ({ page, server }) => {
    await signUp(page, newPerson())
    const device = await startDevice(server.url)
    await page.goto(device.link)
    await page.getByRole('button', { name: 'Continue' }).click()
    await press(page.getByRole('button', { name: 'This wasn’t me' }))
    await expect(page.getByRole('heading', { name: 'Said no to Latchkey CLI' })).toBeVisible()
    await isFit(page)
    expect((await (await device.poll()).json()).error).toBe('access_denied')
    await page.goto('/timeline?category=refused')
    await expect(page.getByText('Said no to Latchkey CLI, which wanted to sign in as you').first()).toBeVisible()
  })

  test('is a reason to be careful when it asks from elsewhere', async ({ page, server }) => {
    await signUp(page, newPerson())
    const device = await startDevice(server.url)
    server.sql(`UPDATE grants SET ip = '203.0.113.7' WHERE kind = 'device'`)
    await page.goto(device.link)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByText('This request comes from another network (203.0.113.7).')).toBeVisible()
    await isFit(page)
  })

  test('that has gone meanwhile leads back to the field, with a word', async ({ page, server }) => {
    await signUp(page, newPerson())
    await page.goto('/device?code=BBBB-BBBB')
    await page.getByRole('button', { name: 'Continue' }).click()
    const code = page.getByLabel('Code')
    await expect(code).toHaveAccessibleDescription(/No device is waiting with this code/)
    await expect(code).toBeFocused()
    await isFit(page)

    const device = await startDevice(server.url)
    await code.fill(`The code is ${device.userCode}.`)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(asks(page)).toBeVisible()
    server.sql(`DELETE FROM grants WHERE kind = 'device'`)
    await press(approve(page))
    await expect(code).toHaveValue(device.userCode)
    await expect(code).toHaveAccessibleDescription(/No device is waiting with this code/)
  })

  test('is looked for only so often, and the page says until when', async ({ page }) => {
    await signUp(page, newPerson())
    await page.goto('/device?code=BBBB-BBBB')
    await page.evaluate(async () => {
      let status = 404
      while (status === 404) {
        // One after the other: how many there are is the server's to say.
        // oxlint-disable-next-line no-await-in-loop
        const answer = await fetch('/trpc/grants.findDevice', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ userCode: 'CCCCCCCC' }),
        })
        status = answer.status
      }
    })
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('alert')).toContainText(/Too many tries\. Try again in \d+:\d\d\./)
    await isFit(page)
  })
})

/** A shell that runs a snippet, as one copied it. */
const runInShell = (code: string) => runProgram('sh', ['-c', code])

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url))

test('the example script lists sessions until it is ended from the screen', async ({ page, server }) => {
  const env = { LATCHKEY_URL: server.url }
  const script = runProgram(process.execPath, [`${examples}/script/src/main.ts`], { env })
  await signUp(page, newPerson())
  const link = await script.said(/Open (http\S+) and check the code/)
  await page.goto(link)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText(await script.said(/check the code (\S+)/))).toBeVisible()
  await press(approve(page))
  await script.said(/Sessions: 2\n\* Latchkey CLI \(this one\)\n- Chrome/)

  await page.getByRole('link', { name: 'Access' }).click()
  await expect(clientRow(page)).toContainText('Approved with a code')
  await endFrom(page, 'Latchkey CLI')
  script.type('\n')
  await script.said(/Refused: SESSION_ENDED/)
  expect(await script.exitCode).toBe(1)
})

test.describe('the page for developers', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('has a snippet for curl that works as it is, and shows what came of it', async ({ page, context }) => {
    await signUp(page, newPerson())
    await page.getByRole('link', { name: 'Developers' }).click()
    await expect(page.getByRole('heading', { name: 'Developers', level: 1 })).toBeFocused()
    await expect(page.getByText('No app is signed in as you')).toBeVisible()
    await isFit(page)

    await page.getByRole('button', { name: 'Copy curl' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toBeAttached()
    const shell = runInShell(await page.evaluate(() => navigator.clipboard.readText()))
    const link = await shell.said(/Open (http\S+)/)
    const other = await context.newPage()
    await other.goto(link)
    await other.getByRole('button', { name: 'Continue' }).click()
    await press(approve(other))
    await expect(other.getByRole('heading', { name: 'Latchkey CLI is approved' })).toBeVisible()
    shell.type('\n')
    await shell.said(/"current":\{.*"kind":"client"/)

    const row = page.getByRole('region', { name: /^Active app sessions/ }).getByRole('listitem')
    await expect(row).toContainText('Approved with a code')
    await isFit(page)
    shell.type('\n')
    expect(await shell.exitCode).toBe(0)
    await expect(page.getByText('No app is signed in as you')).toBeVisible()
  })

  test('has a snippet for the typed client that works as it is', async ({ page, context }) => {
    await signUp(page, newPerson())
    await page.goto('/developers')
    await page.getByRole('button', { name: 'Copy TypeScript' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toBeAttached()
    const snippet = await page.evaluate(() => navigator.clipboard.readText())
    const cwd = `${examples}/script`
    const program = runProgram(process.execPath, ['--input-type=module-typescript', '--eval', snippet], { cwd })
    const other = await context.newPage()
    await other.goto(await program.said(/Open (http\S+) and check \w{4}-\w{4}/))
    await other.getByRole('button', { name: 'Continue' }).click()
    await press(approve(other))
    // In colour, as the case may be.
    await program.said(/current: \{[^}]*kind: \S*'client'/)
    expect(await program.exitCode).toBe(0)
    await expect(page.getByText('No app is signed in as you')).toBeVisible()
  })

  test('asks for a password in the shell where codes are switched off', async ({ page }) => {
    const person = { ...newPerson(), password: `it"s a \\ quoted 'one' ${process.pid}` }
    await signUp(page, person)
    await page.route(/grants\.options/, async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: (await answer.text()).replace('"device":true', '"device":false') })
    })
    await page.goto('/developers')
    await expect(page.getByRole('region', { name: 'curl' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'TypeScript' })).toHaveCount(0)
    await isFit(page)
    await page.getByRole('button', { name: 'Copy curl' }).click()
    const shell = runInShell(await page.evaluate(() => navigator.clipboard.readText()))
    await shell.said(/E-mail: /)
    shell.type(`${person.email}\n${person.password}\n`)
    await shell.said(/"current":\{.*"kind":"client"/)
  })

  test('fits on a phone, and says so when the server is away', async ({ page, context }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await signUp(page, newPerson())
    await page.goto('/developers')
    await expect(page.getByRole('region', { name: 'curl' })).toBeVisible()
    await isFit(page)
    await context.route(/grants\.options/, (route) => route.abort())
    await page.reload()
    await expect(page.getByText(/The snippets can’t be shown/)).toBeVisible()
    await isFit(page)
    await context.unroute(/grants\.options/)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('region', { name: 'curl' })).toBeVisible()
  })
})

test('nothing that only an address says is shown as true', async ({ page }) => {
  await page.goto('/oauth/done?client=Your%20bank&error=Call%20555')
  await expect(page.getByText('You can close this tab and go back to the program.')).toBeVisible()
  await expect(page.getByText(/bank|555/)).toHaveCount(0)
  await isFit(page)
})
