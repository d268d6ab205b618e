import { type ConnectionOptions, createClient, signInByDevice } from '@latchkey/client'
import { signInByBrowser } from '@latchkey/client/node'
import { openBrowser } from './open-browser.ts'

/** The flags of `latchkey login`. */
export interface LoginFlags {
  /** Whether to sign in by a code, for a browser on another machine. */
  readonly device: boolean
  /** Whether to open the browser, or only to print the address. */
  readonly opensBrowser: boolean
}

/**
 * Signs in, and prints who is signed in.
 *
 * @param options - which server, as which client, and where the tokens are stored
 * @param flags - how
 * @returns the exit code
 */
export async function login(options: ConnectionOptions, { device, opensBrowser }: LoginFlags): Promise<number> {
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
        if (opensBrowser) openBrowser(url)
      },
    })
  }
  const me = await createClient(options).auth.me.query()
  console.log(`Signed in as ${me?.user.email}`)
  return 0
}
