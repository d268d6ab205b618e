export type { MeView, StepUpView } from './auth.ts'
export { canonicalEmail, emailMaxLength } from './email.ts'
export {
  emailProblem,
  type FieldProblem,
  nameMaxLength,
  nameProblem,
  newPasswordProblem,
  normalizePassword,
  passwordMaxLength,
  passwordMinLength,
  passwordProblem,
  sessionNameMaxLength,
  sessionNameProblem,
} from './field-rules.ts'
export {
  type EventActor,
  eventActors,
  eventCategories,
  type EventCategory,
  eventCategoryOf,
  type EventDetails,
  type EventListView,
  type EventType,
  type EventView,
  type ListEventsInput,
  listEventsInput,
} from './events.ts'
export {
  type CodeApprovalInput,
  codeApprovalInput,
  type CodeApprovalView,
  type CodeRequestInput,
  codeRequestInput,
  type CodeRequestView,
  type DeviceApprovalInput,
  deviceApprovalInput,
  type DeviceRequestInput,
  deviceRequestInput,
  type DeviceRequestView,
  type GrantOptionsView,
  type ClientView,
  userCodeInput,
} from './grants.ts'
export { foldPassword, isGuessablePassword, type PasswordContext } from './guessable-passwords.ts'
export {
  identityIdInput,
  type IdentityListView,
  type IdentityView,
  type UnlinkInput,
  unlinkInput,
} from './identities.ts'
export type { EventId, IdentityId, SessionId, SigningKeyId, UserId } from './ids.ts'
export {
  type ChallengePurpose,
  challengePurposes,
  type MailContent,
  type MailKind,
  type MailOrigin,
  type MailSecret,
  type NoticeEntry,
  type NoticeKind,
  noticeKinds,
} from './mail.ts'
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
  type ProviderStepUpInput,
  providerStepUpInput,
  type ProviderView,
} from './oauth.ts'
export { changePasswordPath, type PageFrame, pageFrameAt, pageFrames, pagePattern } from './page-paths.ts'
export {
  passwordFilterHeaderBytes,
  passwordFilterMagic,
  type PasswordFilterHeader,
  readPasswordFilterHeader,
  visitFilterPositions,
} from './password-filter.ts'
export {
  type ChangePasswordInput,
  changePasswordInput,
  newPasswordInput,
  passwordInput,
  type PasswordPolicyView,
  type SetPasswordInput,
  setPasswordInput,
  type SignInInput,
  signInInput,
  type SignUpInput,
  signUpInput,
  type StepUpInput,
  stepUpInput,
  type SupportContactView,
} from './passwords.ts'
export { localPath } from './return-to.ts'
export {
  type ErrorData,
  type ErrorReason,
  errorReasons,
  type ReasonFrom,
  type RefusalDefinition,
  refusals,
  type RefusalSource,
} from './refusals.ts'
export { revocationBound } from './revocation-bound.ts'
export {
  type DeviceClass,
  deviceClasses,
  type EndedSessionView,
  type EndingView,
  type EndReason,
  endReasons,
  type EndSessionInput,
  endSessionInput,
  type SessionKind,
  type PageInput,
  pageInput,
  type RenameSessionInput,
  renameSessionInput,
  type SessionHistoryView,
  sessionIdInput,
  sessionKinds,
  type SessionListView,
  type SessionView,
  type SessionWatchEvent,
  type SignInMethod,
} from './sessions.ts'
export {
  clientIdInput,
  type IssueTokensInput,
  issueTokensInput,
  type RefreshTokensInput,
  refreshTokensInput,
  type RevokeTokenInput,
  revokeTokenInput,
  type TokensView,
} from './tokens.ts'
export { codePointLength, isStorableText } from './text.ts'
export { userCodeAlphabet, userCodeLength } from './user-code.ts'
export {
  emailInput,
  nameInput,
  type RenameUserInput,
  renameUserInput,
  type Role,
  roles,
  type UserView,
} from './users.ts'
