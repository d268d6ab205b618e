import { loadChunk } from '../connection/load-chunk.ts'
import type * as webAuthn from './webauthn.ts'

export type WebAuthn = typeof webAuthn

/** Loads what asks the browser for passkeys, for a user who waits for it. */
export async function loadWebAuthn(): Promise<WebAuthn> {
  return loadChunk(() => import('./webauthn.ts'))
}

/** Loads it for what no user has asked for: `null` where it can’t be loaded. */
export async function findWebAuthn(): Promise<WebAuthn | null> {
  return import('./webauthn.ts').catch(() => null)
}
