import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { root } from '../../src/paths.ts'
import { ada, startTestServer } from '../support/test-server.ts'

/** The statements of the guide that end all sessions. */
function statementsOfGuide(): readonly string[] {
  const guide = readFileSync(join(root, 'docs', 'guides', 'deploy.md'), 'utf8')
  const [, block = ''] = /```sql\n([^`]+)```/.exec(guide) ?? []
  return block.trim().split('\n')
}

it('a session that ended after a backup is live in the restored file, until the statements of the guide have run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const backup = join(folder, 'backup.db')
  const server = await startTestServer()
  const browser = server.visitor()
  await browser.mutate('auth.signUp', ada)
  const cookie = browser.cookie
  await server.beside(`VACUUM INTO '${backup}'`)
  await browser.mutate('auth.signOut')

  const restored = await startTestServer({ prepare: (file) => copyFileSync(backup, file) })
  const holder = restored.visitor()
  holder.cookie = cookie
  expect((await holder.query('auth.me')).body.result.data.user.email).toBe(ada.email)
  for (const statement of statementsOfGuide()) await restored.beside(statement)
  expect((await holder.query('sessions.list')).body.error.data.reason).toBe('SESSION_ENDED')
  const signedIn = await restored.visitor().mutate('auth.signIn', { email: ada.email, password: ada.password })
  expect(signedIn.status).toBe(200)
})
