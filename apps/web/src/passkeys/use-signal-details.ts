import type { UserView } from '@latchkey/schema'
import { useEffect, useEffectEvent, useRef } from 'react'
import { trpc } from '../api/trpc.ts'
import { canUsePasskeys } from './can-use-passkeys.ts'
import { findWebAuthn } from './load-webauthn.ts'

/** Tells the browser each time when the name or the address changes under which it offers the passkeys of a user. */
export function useSignalDetails(user: Pick<UserView, 'name' | 'email'> | null): void {
  const { client } = trpc.useUtils()
  const details = user === null ? null : `${user.email} ${user.name}`
  const told = useRef(details)

  const signal = useEffectEvent(async (): Promise<void> => {
    const webAuthn = await findWebAuthn()
    const list = await client.passkeys.list.query().catch(() => null)
    if (webAuthn !== null && list !== null && list.passkeys.length > 0 && user !== null) {
      await webAuthn.signalDetails(list, user)
    }
  })
  useEffect(() => {
    const isChanged = told.current !== null && details !== null && told.current !== details
    told.current = details
    if (isChanged && canUsePasskeys()) void signal()
  }, [details])
}
