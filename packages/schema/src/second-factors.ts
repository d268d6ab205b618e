import type { SignInMethod } from './sessions.ts'

/** What was shown in a session beyond the first factor. A name is stored with each session, so it is never renamed. */
export const secondFactors = ['totp', 'recovery_code', 'passkey', 'trusted_device'] as const
export type SecondFactor = (typeof secondFactors)[number]

/** What a user proved their identity with to step up. */
export type StepUpMethod = SignInMethod | 'totp' | 'recovery_code'
