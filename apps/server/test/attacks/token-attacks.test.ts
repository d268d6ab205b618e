import { get } from 'node:http'
import { AuthError, signingAlgorithms } from '@latchkey/auth'
import { describe, expect, it, vi } from 'vitest'
import { startWithClient } from '../support/client-session.ts'
import { watchOutbound } from '../support/outbound-connections.ts'
import { sendRaw } from '../support/raw-request.ts'
import { tokenAttacks } from '../support/token-attacks.ts'

/** A server with one client session, and how much it does for a token: keys asked for, signatures verified, sessions. */
async function withForger(algorithm: string) {
  const outbound = await watchOutbound()
  const { server, forger } = await startWithClient(algorithm, { bait: outbound.bait })
  const { auth } = server.container
  const spies = [
    vi.spyOn(auth.signingKeys, 'verifying'),
    vi.spyOn(crypto.subtle, 'verify'),
    vi.spyOn(auth.sessions, 'authenticateClient'),
  ]
  const send = async (token: string | Buffer) => {
    for (const spy of spies) spy.mockClear()
    const credentials = Buffer.concat([Buffer.from('Authorization: Bearer '), Buffer.from(token)])
    const { status, text } = await sendRaw(server.url, '/trpc/auth.me', [credentials])
    return { status, text, work: spies.map(({ mock }) => mock.calls.length) }
  }
  outbound.forget()
  return { server, forger, send, outbound }
}

const work = { nothing: [0, 0, 0], key: [1, 0, 0], signature: [1, 1, 0] }

/** The parts of a token that would reveal it: the long ones. */
const piecesOf = (token: string | Buffer): string[] =>
  token
    .toString('latin1')
    .split(/[.\s]/)
    .filter((piece) => piece.length >= 20)

/** Characters of the alphabet, other ones, and those that decoders skip. */
const others = ['A', 'Q', 'g', 'w', '_', '-', '+', '/', '=', '.', ' ', '\t', '\0', 'é']

describe.each(signingAlgorithms)('under %s, a token', (algorithm) => {
  it.each(Object.entries(tokenAttacks))(
    '%s is refused at little cost, and is not repeated in answers and logs',
    async (_, attacks) => {
      const { server, forger, send, outbound } = await withForger(algorithm)
      expect(await send(forger.token)).toMatchObject({ status: 200, work: [1, 1, 1] })
      for (const [name, reach, forge] of attacks) {
        const token = await forge(forger)
        const logged = server.log.length
        const answer = await send(token)
        const output = answer.text + server.log.slice(logged).join('')
        expect
          .soft({
            name,
            status: answer.status,
            reason: /"reason":"(\w+)"/.exec(answer.text)?.[1],
            challenge: /^WWW-Authenticate: (.*)$/m.exec(answer.text)?.[1],
            work: answer.work,
            repeated: piecesOf(token).filter((piece) => output.includes(piece)),
            calls: outbound.calls,
          })
          .toEqual({
            name,
            status: 401,
            reason: 'INVALID_TOKEN',
            challenge: 'Bearer error="invalid_token"',
            work: work[reach],
            repeated: [],
            calls: [],
          })
      }
      expect((await send(forger.token)).status).toBe(200)
      expect(server.log.filter((line) => /"level":[56]0/.test(line))).toEqual([])
    },
  )

  it('is refused once one character is changed, missing or added', { timeout: 120_000 }, async () => {
    const { server, forger } = await withForger(algorithm)
    const { tokens } = server.container.auth
    const accepted: string[] = []
    const attempt = async (text: string): Promise<void> => {
      const refusal = await tokens.authenticate(text, null).catch((error: unknown) => error)
      if (!(refusal instanceof AuthError && refusal.code === 'INVALID_TOKEN')) accepted.push(text)
    }
    await attempt(forger.token)
    expect(accepted.splice(0)).toEqual([forger.token])
    for (let at = 0; at < forger.token.length; at += 1) {
      const [before, after] = [forger.token.slice(0, at), forger.token.slice(at + 1)]
      await attempt(before + after)
      for (const other of others.filter((one) => one !== forger.token[at])) {
        await attempt(before + other + after)
        await attempt(before + other + forger.token.slice(at))
      }
    }
    for (const other of others) await attempt(forger.token + other)
    expect(accepted).toEqual([])
  })

  it('ends no session by revocation when it is an attack', async () => {
    const { server, forger, send } = await withForger(algorithm)
    for (const [name, , forge] of Object.values(tokenAttacks).flat()) {
      const token = (await forge(forger)).toString()
      const { status } = await server.visitor().mutate('tokens.revoke', { token })
      expect.soft([name, status]).toEqual([name, token === '' || token.length > 4096 ? 400 : 200])
    }
    expect((await send(forger.token)).status).toBe(200)
  })
})

describe('the watch for outbound connections', () => {
  it('sees each kind of outbound call', async () => {
    const outbound = await watchOutbound()
    await fetch(outbound.bait).catch(() => null)
    expect(outbound.calls).toEqual(expect.arrayContaining(['undici:request:create', 'net.client.socket', 'bait']))
    outbound.forget()
    await new Promise((resolve) => get(outbound.bait).on('error', resolve))
    expect(outbound.calls).toEqual(expect.arrayContaining(['http.client.request.start', 'net.client.socket', 'bait']))
    outbound.forget()
    await sendRaw(outbound.bait, '/', []).catch(() => null)
    expect(outbound.calls).toEqual(['bait'])
  })
})
