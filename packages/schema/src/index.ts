export type { MeView, StepUpView } from './auth.ts'
export { cookieProcedures, writesCookie } from './cookie-procedures.ts'
export { type ErrorData, type ErrorReason, errorReasons } from './error-reasons.ts'
export {
  identityIdInput,
  type IdentityListView,
  type IdentityView,
  type UnlinkInput,
  unlinkInput,
} from './identities.ts'
export { noInput } from './no-input.ts'
export {
  type AuthorizeInput,
  authorizeInput,
  type AuthorizeView,
  type CallbackInput,
  callbackInput,
  type CallbackOutcome,
  callbackOutcomes,
  type CallbackView,
  type LinkInput,
  linkInput,
  providerIdInput,
  type ProviderView,
} from './oauth.ts'
export {
  type ChangePasswordInput,
  changePasswordInput,
  newPasswordInput,
  normalizePassword,
  passwordInput,
  passwordMaxLength,
  passwordMinLength,
  type PasswordPolicyView,
  type SetPasswordInput,
  setPasswordInput,
  type SignInInput,
  signInInput,
  type SignUpInput,
  signUpInput,
  type StepUpInput,
  stepUpInput,
} from './passwords.ts'
export { localPath } from './return-to.ts'
export {
  type DeviceClass,
  deviceClasses,
  type EndReason,
  endReasons,
  type EndSessionInput,
  endSessionInput,
  type SessionKind,
  sessionKinds,
  sessionIdInput,
  type SessionListView,
  type SessionView,
  type SignInMethod,
} from './sessions.ts'
export { codePointLength, isStorableText } from './text.ts'
export {
  canonicalEmail,
  emailInput,
  emailMaxLength,
  nameInput,
  nameMaxLength,
  type Role,
  roles,
  type UserView,
} from './users.ts'
