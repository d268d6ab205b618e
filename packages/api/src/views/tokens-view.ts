import type { IssuedTokens } from '@latchkey/auth'
import type { TokensView } from '@latchkey/schema'

export function tokensView({ accessToken, expiresIn, refreshToken, session }: IssuedTokens): TokensView {
  return {
    tokenType: 'Bearer',
    accessToken,
    expiresIn: Math.floor(expiresIn / 1000),
    refreshToken,
    sessionId: session.id,
  }
}
