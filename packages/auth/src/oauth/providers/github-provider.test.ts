import { expect, it } from 'vitest'
import { GitHubProvider } from './github-provider.ts'

const github = new GitHubProvider({ clientId: 'id', clientSecret: 'secret', baseUrl: 'https://github.com' })

it.each([null, 'https://github.com/login/oauth', 'https://github.com'])(
  'accepts a callback whose issuer is %s',
  async (issuer) => {
    await expect(github.checkIssuer(issuer)).resolves.toBeUndefined()
  },
)

it.each(['https://accounts.google.com', 'https://github.com.evil.example', 'https://github.com/', ''])(
  'refuses a callback whose issuer is %j',
  async (issuer) => {
    await expect(github.checkIssuer(issuer)).rejects.toMatchObject({ code: 'ISSUER_MISMATCH' })
  },
)
