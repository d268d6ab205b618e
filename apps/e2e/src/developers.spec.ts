import { fileURLToPath } from 'node:url'
import { endSession } from './access-page.ts'
import { expectAccessible } from './accessibility.ts'
import { approveButton, clientRow, press } from './consent-page.ts'
import { type RunningProgram, runProgram } from './run-program.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

/** Runs a copied snippet in a shell. */
function runInShell(code: string): RunningProgram {
  return runProgram('sh', ['-c', code])
}

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url))

test('the example script lists sessions until its session is ended on the Access page', async ({ page, server }) => {
  test.slow()
  const env = { LATCHKEY_URL: server.url }
  const script = runProgram(process.execPath, [`${examples}/script/src/main.ts`], { env })
  const [link, code] = await Promise.all([
    script.printed(/Open (http\S+) and check the code/),
    script.printed(/check the code (\S+)/),
    new UserDriver().signUp(page.request),
  ])
  await page.goto(link)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText(code)).toBeVisible()
  await press(approveButton(page))
  await script.printed(/Sessions: 2\n\* Latchkey CLI \(this one\)\n- Chrome/)

  await page.getByRole('link', { name: 'Access' }).click()
  await expect(clientRow(page)).toContainText('Approved with a code')
  await endSession(page, 'Latchkey CLI')
  script.type('\n')
  await script.printed(/Refused: SESSION_ENDED/)
  expect(await script.exitCode).toBe(1)
})

test.describe('the page for developers', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('has a snippet for curl that runs unchanged, and lists its session', async ({ page, context }) => {
    test.slow()
    await new UserDriver().signUp(page.request)
    await page.goto('/')
    await page.getByRole('link', { name: 'Developers' }).click()
    await expect(page.getByRole('heading', { name: 'Developers', level: 1 })).toBeFocused()
    await expect(page.getByText('No app is signed in as you')).toBeVisible()
    await expectAccessible(page)

    await page.getByRole('button', { name: 'Copy curl' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toBeAttached()
    const shell = runInShell(await page.evaluate(() => navigator.clipboard.readText()))
    const link = await shell.printed(/Open (http\S+)/)
    const other = await context.newPage()
    await other.goto(link)
    await other.getByRole('button', { name: 'Continue' }).click()
    await press(approveButton(other))
    await expect(other.getByRole('heading', { name: 'Latchkey CLI is approved' })).toBeVisible()
    shell.type('\n')
    await shell.printed(/"current":\{.*"kind":"client"/)

    const row = page.getByRole('region', { name: /^Active app sessions/ }).getByRole('listitem')
    await expect(row).toContainText('Approved with a code')
    await expectAccessible(page)
    shell.type('\n')
    expect(await shell.exitCode).toBe(0)
    await expect(page.getByText('No app is signed in as you')).toBeVisible()
  })

  test('has a snippet for the typed client that runs unchanged', async ({ page, context }) => {
    test.slow()
    await new UserDriver().signUp(page.request)
    await page.goto('/developers')
    await page.getByRole('button', { name: 'Copy TypeScript' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toBeAttached()
    const snippet = await page.evaluate(() => navigator.clipboard.readText())
    const cwd = `${examples}/script`
    const program = runProgram(process.execPath, ['--input-type=module-typescript', '--eval', snippet], { cwd })
    const other = await context.newPage()
    await other.goto(await program.printed(/Open (http\S+) and check \w{4}-\w{4}/))
    await other.getByRole('button', { name: 'Continue' }).click()
    await press(approveButton(other))
    // The text may be coloured.
    await program.printed(/current: \{[^}]*kind: \S*'client'/)
    expect(await program.exitCode).toBe(0)
    await expect(page.getByText('No app is signed in as you')).toBeVisible()
  })

  test('has a snippet that asks for a password in the shell where device codes are switched off', async ({ page }) => {
    test.slow()
    const user = new UserDriver({ password: `it"s a \\ quoted 'one' ${process.pid}` })
    await user.signUp(page.request)
    await page.route(/grants\.options/, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: (await response.text()).replace('"device":true', '"device":false') })
    })
    await page.goto('/developers')
    await expect(page.getByRole('region', { name: 'curl' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'TypeScript' })).toHaveCount(0)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Copy curl' }).click()
    const shell = runInShell(await page.evaluate(() => navigator.clipboard.readText()))
    await shell.printed(/Email: /)
    shell.type(`${user.email}\n${user.password}\n`)
    await shell.printed(/"current":\{.*"kind":"client"/)
  })

  test('fits on a phone, and reports that the server can’t be reached', async ({ page, context }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await new UserDriver().signUp(page.request)
    await page.goto('/developers')
    await expect(page.getByRole('region', { name: 'curl' })).toBeVisible()
    await expectAccessible(page)
    await context.route(/grants\.options/, (route) => route.abort())
    await page.reload()
    await expect(page.getByText(/Couldn’t load the examples\./)).toBeVisible()
    await expectAccessible(page)
    await context.unroute(/grants\.options/)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('region', { name: 'curl' })).toBeVisible()
  })
})
