export type { MeView, StepUpView } from './auth.ts'
export { cookieProcedures, writesCookie } from './cookie-procedures.ts'
export { type ErrorData, type ErrorReason, errorReasons } from './error-reasons.ts'
export { noInput } from './no-input.ts'
export {
  type ChangePasswordInput,
  changePasswordInput,
  newPasswordInput,
  normalizePassword,
  passwordInput,
  passwordMaxLength,
  passwordMinLength,
  type PasswordPolicyView,
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
