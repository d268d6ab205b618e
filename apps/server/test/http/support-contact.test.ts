import { describe, expect, it } from 'vitest'
import { startTestServer } from '../support/test-server.ts'

describe('whom to ask about a forgotten password', () => {
  it('is said to signed-out visitors as the operator has configured it', async () => {
    const server = await startTestServer({ env: { SUPPORT_CONTACT: 'help@example.com' } })
    const { body } = await server.visitor().query('passwords.policy')
    expect(body.result.data.support).toEqual({ href: 'mailto:help@example.com', text: 'help@example.com' })
  })

  it('is left open by default', async () => {
    const server = await startTestServer()
    const { body } = await server.visitor().query('passwords.policy')
    expect(body.result.data).toEqual({ minLength: 8, maxLength: 256, support: null })
  })
})
