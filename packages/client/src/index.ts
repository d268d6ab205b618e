export type { AppRouter } from '@latchkey/api'
export type { ErrorReason } from '@latchkey/schema'
export {
  beginBrowserSignIn,
  type BeginOptions,
  finishBrowserSignIn,
  type PendingSignIn,
} from './sign-in/browser-sign-in.ts'
export type { ConnectionOptions } from './connection.ts'
export { createClient } from './create-client.ts'
export type { Locks } from './tokens/with-lock.ts'
export { LatchkeyError, type LatchkeyErrorReason } from './latchkey-error.ts'
export { memoryTokenStore } from './tokens/memory-token-store.ts'
export { reasonOf } from './reason-of.ts'
export { type DeviceCode, type DeviceSignInOptions, signInByDevice } from './sign-in/sign-in-by-device.ts'
export { type PasswordSignInOptions, signInByPassword } from './sign-in/sign-in-by-password.ts'
export { type SignedOut, signOut } from './sign-in/sign-out.ts'
export type { Leftover, StoredTokens, TokenStore } from './tokens/token-store.ts'
export type { Wait } from './transport/wait.ts'
