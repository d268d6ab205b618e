import { createInterface } from 'node:readline'
import { createClient, type DeviceCode, memoryTokenStore, reasonOf, signInByDevice, signOut } from '@latchkey/client'

const url = process.env['LATCHKEY_URL'] ?? 'http://localhost:3000'
const options = { url, clientId: 'latchkey-cli', tokenStore: memoryTokenStore() }
const client = createClient(options)

/** One line for each thing, as it happens: whoever drives this reads along. */
const say = (line: string): void => console.log(line)

function showCode({ userCode, verificationUriComplete }: DeviceCode): void {
  say(`Open ${verificationUriComplete} and check the code ${userCode}`)
}

async function list(): Promise<void> {
  const { current, others } = await client.sessions.list.query()
  say(`Sessions: ${others.length + 1}`)
  say(`* ${current.name} (this one)`)
  for (const { name } of others) say(`- ${name}`)
}

try {
  await signInByDevice({ ...options, onCode: showCode })
  say('Signed in. Press Enter to list the sessions again, q to quit.')
  await list()
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'q') break
    await list()
  }
  // The tokens go with this process: nobody would be left to use the session.
  await signOut(options)
} catch (error) {
  say(`Refused: ${reasonOf(error) ?? String(error)}`)
  process.exitCode = 1
} finally {
  // An input that stays open would keep this going with nothing left to do.
  process.stdin.destroy()
}
