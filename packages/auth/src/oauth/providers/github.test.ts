import { expect, it } from 'vitest'
import { github } from './github.ts'

const bounded = { signal: AbortSignal.timeout(5000), now: new Date('2100-01-01T00:00:00Z') }
const provider = github.create({
  id: 'github',
  name: 'GitHub',
  clientId: 'id',
  clientSecret: 'secret',
  baseUrl: 'https://github.com',
})

it.each([null, 'https://github.com/login/oauth', 'https://github.com'])(
  'accepts a callback whose issuer is %s',
  async (issuer) => {
    await expect(provider.checkIssuer(issuer, bounded)).resolves.toBeUndefined()
  },
)

it.each(['https://accounts.google.com', 'https://github.com.evil.example', 'https://github.com/', ''])(
  'refuses a callback whose issuer is %j',
  async (issuer) => {
    await expect(provider.checkIssuer(issuer, bounded)).rejects.toMatchObject({ code: 'ISSUER_MISMATCH' })
  },
)
