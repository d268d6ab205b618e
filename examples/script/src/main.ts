import { createInterface } from 'node:readline'
import { createClient, type DeviceCode, memoryTokenStore, reasonOf, signInByDevice, signOut } from '@latchkey/client'

const url = process.env['LATCHKEY_URL'] ?? 'http://localhost:3000'
const options = { url, clientId: 'latchkey-cli', tokenStore: memoryTokenStore() }
const client = createClient(options)

/** Prints one line for each event: another program may read them. */
const print = (line: string): void => console.log(line)

function showCode({ userCode, verificationUriComplete }: DeviceCode): void {
  print(`Open ${verificationUriComplete} and check the code ${userCode}`)
}

async function list(): Promise<void> {
  const { current, others } = await client.sessions.list.query()
  print(`Sessions: ${others.length + 1}`)
  print(`* ${current.name} (this one)`)
  for (const { name } of others) print(`- ${name}`)
}

try {
  await signInByDevice({ ...options, onCode: showCode })
  print('Signed in. Press Enter to list the sessions again, q to quit.')
  await list()
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'q') break
    await list()
  }
  // The tokens are lost with this process, so no program could use the session afterwards.
  await signOut(options)
} catch (error) {
  print(`Refused: ${reasonOf(error) ?? String(error)}`)
  process.exitCode = 1
} finally {
  // An open standard input would keep this process alive.
  process.stdin.destroy()
}
