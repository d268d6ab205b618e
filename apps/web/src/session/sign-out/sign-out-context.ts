import { createContext, use } from 'react'
import type { SignOut } from './use-sign-out.ts'

/** One sign-out for the menu and the pages: both are busy at the same time, and a refusal shows once. */
export const SignOutContext = createContext<SignOut | null>(null)

export function useSharedSignOut(): SignOut {
  const signOut = use(SignOutContext)
  if (signOut === null) throw new Error('useSharedSignOut needs a SignOutContext above it')
  return signOut
}
