export { HandSetClock } from './clock.ts'
export { aChallenge } from './contracts/a-challenge.ts'
export { addPasskey, aPasskey, aPasskeyChallenge, aPasskeyUse, passkeyChallengeHash } from './contracts/a-passkey.ts'
export { aMail, aNoticedEvent } from './contracts/a-mail.ts'
export {
  addAttempts,
  addTrustedDevice,
  addTwoStep,
  anAttempt,
  aRecoveryCode,
  aTotp,
  aTrustedDevice,
} from './contracts/a-second-factor.ts'
export { describeCallCounts } from './contracts/call-counts.contract.ts'
export { type Racers } from './contracts/race.ts'
export { describeRaces } from './contracts/races.contract.ts'
export { describeMixedOperations } from './contracts/mixed-operations.contract.ts'
export { applyCall, type StoreCall } from './contracts/store-call.ts'
export { describeStores } from './contracts/store-contracts.ts'
export { addSession, addUser, aRequest, aSession, aStart, aUser, noEvents, start, tokenHash } from './fixtures.ts'
export { type OpenIdStub, startOpenIdStub } from './openid-stub.ts'
export { createMemoryStores } from './memory/memory-stores.ts'
export { type SelfSignedCertificate, selfSignedCertificate } from './self-signed-certificate.ts'
export { type AnswerFaults, SoftwareAuthenticator } from './software-authenticator.ts'
export { testAuth } from './test-auth.ts'
export { readMail } from './read-mail.ts'
export { totpCode } from './totp-code.ts'
