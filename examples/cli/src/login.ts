import { type ConnectionOptions, createClient, signInByDevice } from '@latchkey/client'
import { signInByBrowser } from '@latchkey/client/node'
import { openBrowser } from './open-browser.ts'

export interface LoginChoices {
  /** By a code, for a browser on another machine. */
  readonly device: boolean
  /** Whether to open the browser, or only to say where to go. */
  readonly opens: boolean
}

export async function login(options: ConnectionOptions, { device, opens }: LoginChoices): Promise<number> {
  if (device) {
    await signInByDevice({
      ...options,
      onCode: ({ userCode, verificationUriComplete }) =>
        console.log(`Open ${verificationUriComplete} and check the code ${userCode}`),
    })
  } else {
    await signInByBrowser({
      ...options,
      open: (url) => {
        console.log(`Open ${url}`)
        if (opens) openBrowser(url)
      },
    })
  }
  const me = await createClient(options).auth.me.query()
  console.log(`Signed in as ${me?.user.email}`)
  return 0
}
