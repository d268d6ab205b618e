import { notApplicable, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 6: Authentication. */
export const authenticationRequirements: readonly Requirement[] = [
  proven('6.1.1', 1, 'Defences against guessing are documented, and how they lock out no owner.', [
    test('scripts/docs.test.ts', 'a generated table > of $name in $document is what the code says'),
    'docs/limits.md#rate-limits',
  ]),
  proven('6.1.2', 2, 'Words of this product that make bad passwords are listed.', [
    test('packages/auth/src/passwords/password-service.test.ts', 'signing up > refuses the password %j'),
    'docs/limits.md#passwords',
  ]),
  proven('6.1.3', 2, 'Every sign-in method and its strength is documented.', [
    test(
      'apps/server/test/http/views.test.ts',
      'every procedure answers with exactly these keys, and only the documented ones give a session or tokens',
    ),
    'docs/security/sign-in.md#sign-in-methods',
    'docs/api.md#what-gives-a-session-or-tokens',
  ]),
  proven('6.2.1', 1, 'Passwords have at least 8 characters; 15 are advised.', [
    test('packages/schema/src/passwords.test.ts', 'a new password > may not be %s'),
    test('apps/server/test/config/config.test.ts', 'the configuration > refuses %j and names the variable'),
  ]),
  proven('6.2.2', 1, 'Users can change the password.', [
    test(
      'apps/server/test/http/smoke.test.ts',
      'smoke test: a user > changes the password, gets a new cookie, and all other sessions end',
    ),
    test('apps/e2e/src/smoke.spec.ts', 'changing the password ends the other sessions and says how many'),
  ]),
  proven('6.2.3', 1, 'A change needs the current password too.', [
    test(
      'packages/auth/src/passwords/password-service.test.ts',
      'changing the password > ends every other session, gives the calling one a new token, and requires the old password',
    ),
  ]),
  proven('6.2.4', 1, 'The 3000 commonest passwords that the policy would allow are refused.', [
    test(
      'packages/auth/src/passwords/common-passwords.test.ts',
      'the filter of common passwords is what its list makes, and finds each of them in any case',
    ),
    test('packages/auth/src/passwords/password-service.test.ts', 'signing up > refuses the password %j'),
    test('packages/auth/src/passwords/password-service.test.ts', 'changing the password > refuses a common password'),
  ]),
  proven('6.2.5', 1, 'No kinds of characters are required.', [
    test('packages/schema/src/passwords.test.ts', 'a new password > may be %s'),
  ]),
  proven('6.2.6', 1, 'Password fields are masked.', [
    test(
      'apps/e2e/src/pages.spec.ts',
      'in light and dark, wide and narrow, without a message in the console > the page “${title}” is accessible, fits and has its title',
    ),
  ]),
  proven('6.2.7', 1, 'Paste and password managers work.', [
    test(
      'apps/e2e/src/pages.spec.ts',
      'in light and dark, wide and narrow, without a message in the console > the page “${title}” is accessible, fits and has its title',
    ),
  ]),
  proven('6.2.8', 1, 'A password is verified exactly as it came.', [
    test(
      'packages/auth/src/passwords/password-service.test.ts',
      'signing in > accepts the password in any Unicode normal form, and no other password',
    ),
    test(
      'packages/auth/src/passwords/password-service.test.ts',
      'signing in > verifies every character of a long password',
    ),
    test(
      'apps/server/test/http/bad-input.test.ts',
      'bad input > that is refused as a whole > a body that is %s is refused',
    ),
  ]),
  proven('6.2.9', 2, 'At least 64 characters are allowed.', [
    test('packages/schema/src/passwords.test.ts', 'a new password > may be %s'),
  ]),
  proven('6.2.10', 2, 'A password never has to be changed because of its age.', [
    test(
      'packages/auth/src/sessions/session-lifetime.test.ts',
      'session lifetime > is 12 h idle and 24 h in all, or 14 and 90 days when remembered',
    ),
    test(
      'apps/server/test/http/existing-database.test.ts',
      'a database file of an earlier version > accepts its passwords and its refresh tokens, and ends its sessions',
    ),
  ]),
  proven('6.2.11', 2, 'The listed words are refused as passwords.', [
    test('packages/auth/src/passwords/password-service.test.ts', 'signing up > refuses the password %j'),
    test(
      'packages/auth/src/passwords/password-service.test.ts',
      'signing up > compares the blocklist with the whole password, not with a part of it',
    ),
  ]),
  proven('6.2.12', 2, 'Breached passwords are refused.', [
    test(
      'apps/server/test/http/breached-passwords.test.ts',
      'a password of a breach > is refused by sign-up and change, and still signs in a user who has it',
    ),
    test(
      'packages/auth/src/passwords/breached-passwords.test.ts',
      'a service of breached passwords > is sent five digits of the digest and nothing else of the password, and asked for padding',
    ),
    'docs/operations.md#breached-passwords',
  ]),
  proven('6.3.1', 1, 'Guessing is throttled as documented.', [
    test(
      'packages/auth/src/passwords/password-service.test.ts',
      'signing in > refuses even the right password after too many wrong ones from a network, and refuses no other network',
    ),
    test(
      'packages/auth/src/passwords/password-service.test.ts',
      'a browser in which the user signed in before > signs in while strangers have used up the limit of the account, and another browser does not',
    ),
    test('apps/server/test/http/limits.test.ts', 'wrong passwords'),
    test(
      'apps/server/test/http/bad-input.test.ts',
      'too many tries > are refused with the seconds to wait, over one request each or many',
    ),
    test(
      'packages/auth/src/limits/create-limits.test.ts',
      'a limit > counts calls at the same moment exactly, in flight, failed and succeeded',
    ),
  ]),
  proven('6.3.2', 1, 'There are no default accounts.', [
    test('packages/db/test/migrate-database.test.ts', 'makes a file without users, or anything that signs in'),
  ]),
  proven('6.3.3', 2, 'A second factor is asked for, or the reason for its absence is documented.', [
    test(
      'apps/server/test/http/second-factor-matrix.test.ts',
      'a sign-in by any way, of a user > %s: with an authenticator app there is none before its code',
    ),
    test(
      'apps/server/test/http/second-factor-matrix.test.ts',
      'a sign-in by any way, of a user > %s: one that is demanded and missing has to be set up first',
    ),
    'docs/security/sign-in.md#one-factor-and-two',
  ]),
  proven('6.3.4', 2, 'There is no undocumented sign-in method, and all are equally protected.', [
    test('apps/server/test/http/tokens.test.ts', 'a password for tokens > is limited like a sign-in'),
    test(
      'packages/auth/src/tokens/token-service.test.ts',
      'issuing tokens for a password > has the refusals, the limits and the events of signing in',
    ),
    test(
      'apps/server/test/http/views.test.ts',
      'every procedure answers with exactly these keys, and only the documented ones give a session or tokens',
    ),
    'docs/security/sign-in.md#sign-in-methods',
  ]),
  proven('6.3.5', 3, 'Users are told of suspicious sign-ins.', [
    test(
      'apps/server/test/http/mail.test.ts',
      'a server that sends mail > tells the user of a sign-in from a new device, and not of one from the same',
    ),
  ]),
  open(
    '6.3.6',
    3,
    'Email is no authentication factor.',
    'A mailed code signs in where the operator sets `EMAIL_CODES=on`; it is off at a public address unless they do. A password is reset by mail.',
  ),
  proven('6.3.7', 3, 'Users are told when what they sign in with changes.', [
    test(
      'apps/server/test/http/mail.test.ts',
      'a server that sends mail > signs up by a code, resets the password, and tells the user',
    ),
    test(
      'packages/auth/src/challenges/challenges.test.ts',
      'a change of address > takes the new address once its code is typed, and tells both',
    ),
  ]),
  proven('6.3.8', 3, 'Text, status and time don’t tell whether an account exists.', [
    test(
      'apps/server/test/http/mail.test.ts',
      'a server that sends mail > answers a %s for an address with a user as for one without',
    ),
    'docs/decisions/035-same-cost-of-failure.md#decision',
    'docs/decisions/058-mail.md#decision',
  ]),
  notApplicable(
    '6.4.1',
    1,
    'Initial secrets are random, expire soon, and don’t become the password.',
    'No password and no code is given out by the system; an administrator makes no accounts.',
  ),
  proven('6.4.2', 1, 'There are no hints and no secret questions.', [
    test('apps/server/test/http/bad-input.test.ts', 'the inputs of these tests > cover every procedure of the router'),
    test('scripts/data-classes.test.ts', 'data.md classifies every column of the database, and no other'),
  ]),
  proven('6.4.3', 2, 'Resetting a password is safe and skips no second factor.', [
    test('packages/auth/src/challenges/challenges.test.ts', 'a reset'),
    test(
      'packages/auth/src/second-factors/second-factors.test.ts',
      'a sign-in of a user with two-step verification > is asked for the code after a reset and a change of address too',
    ),
    'docs/decisions/058-mail.md#decision',
  ]),
  proven('6.4.4', 2, 'A lost factor is replaced on proof as strong as at enrolment.', [
    test(
      'apps/server/test/process/process.test.ts',
      'pnpm admin:grant > has a sister that turns two-step verification off for a user who lost it, and says so in the log',
    ),
    'docs/decisions/060-second-factors.md#decision',
  ]),
  notApplicable('6.4.5', 3, 'Users are reminded before a factor expires.', 'Nothing that signs in expires by itself.'),
  open('6.4.6', 3, 'Administrators may start a reset, and never choose the password.', 'Waits for administration.'),
  proven('6.5.1', 2, 'One-time codes work once.', [
    test(
      'packages/auth/src/testing/contracts/grant-store.contract.ts',
      '${name} grant store > redeems a grant for one of many concurrent callers, with its session and its first refresh token',
    ),
    test(
      'apps/server/test/http/grants.test.ts',
      'a device that shows a code > redeems its code once, and loses its session when the code is used again',
    ),
    test(
      'packages/auth/src/second-factors/second-factors.test.ts',
      'a sign-in of a user with two-step verification > takes each code once, one step early or late, and not again after the clock was set back',
    ),
    test(
      'packages/auth/src/second-factors/second-factors.test.ts',
      'a sign-in of a user with two-step verification > takes a recovery code once, and tells the user',
    ),
  ]),
  proven('6.5.2', 2, 'Guessable codes are stored with a slow or keyed hash.', [
    test(
      'apps/server/test/attacks/leaked-database.test.ts',
      'a copy of the database holds no value that works as any kind of credential',
    ),
    test(
      'apps/server/test/attacks/leaked-database.test.ts',
      'a copy of the database holds no second factor, and no sign-in that waits for one',
    ),
    test(
      'packages/auth/src/core/app-secrets.test.ts',
      'app secrets > derive the same value from the same input and another from any other input',
    ),
  ]),
  proven('6.5.3', 2, 'Codes come from a secure random generator.', [
    test(
      'packages/auth/src/grants/user-code.test.ts',
      'a user code > skips random bytes that would make some letters likelier',
    ),
    test('packages/auth/src/core/secret.test.ts', 'a secret > is 32 random bytes in base64url, and unique'),
    test('packages/auth/src/second-factors/recovery-codes.test.ts', 'uses every letter about equally often'),
    test(
      'scripts/sources.test.ts',
      'no source of the server takes guessable random numbers, and the domain gets its own from node:crypto',
    ),
  ]),
  proven('6.5.4', 2, 'Codes have at least 20 bits.', [
    test('packages/auth/src/grants/user-code.test.ts', 'a user code > has eight letters that are all equally likely'),
    test(
      'packages/auth/src/second-factors/recovery-codes.test.ts',
      'makes ten codes of ten letters, each with another first letter',
    ),
  ]),
  proven('6.5.5', 2, 'Codes that travel another way live for ten minutes at most, one-time passwords for 30 seconds.', [
    test('apps/server/test/http/grants.test.ts', 'a device that shows a code > can be approved for ten minutes'),
    test('apps/server/test/http/grants.test.ts', 'a device that shows a code > can redeem an approval for a minute'),
    test(
      'packages/auth/src/second-factors/totp.test.ts',
      'matches the step before and the step after, and none further away',
    ),
  ]),
  proven('6.5.6', 3, 'Any factor can be revoked.', [
    test(
      'apps/server/test/http/oauth.test.ts',
      'connecting accounts > links an account, signs in through it, and unlinks it',
    ),
    test(
      'packages/auth/src/second-factors/second-factors.test.ts',
      'two-step verification > is off once it is removed, by its user or by an operator, with what it made possible',
    ),
    test(
      'apps/server/test/http/passkeys.test.ts',
      'passkeys over HTTP > are refused with a reason once they are removed, and where they are altered',
    ),
  ]),
  notApplicable(
    '6.5.7',
    3,
    'Biometrics count beside another factor only.',
    'There are none here: a finger or a face unlocks a passkey on the device of its user, who has to have that device.',
  ),
  proven('6.5.8', 3, 'One-time passwords are checked by a trusted clock.', [
    test(
      'packages/auth/src/second-factors/second-factors.test.ts',
      'a sign-in of a user with two-step verification > takes each code once, one step early or late, and not again after the clock was set back',
    ),
  ]),
  notApplicable(
    '6.6.1',
    2,
    'Codes by telephone come with verification, alternatives and a warning.',
    'There is no telephone and no SMS.',
  ),
  proven('6.6.2', 2, 'Codes are bound to the request that caused them.', [
    test(
      'apps/server/test/http/grants.test.ts',
      'a device that shows a code > is found by its user code, and guesses are refused after ten',
    ),
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > gets nothing for its code with %s',
    ),
    test(
      'packages/auth/src/second-factors/second-factors.test.ts',
      'a sign-in of a user with two-step verification > has an attempt that is worth nothing else: no session, no bearer token, once, for five minutes',
    ),
  ]),
  proven('6.6.3', 2, 'Guessing of codes is limited.', [
    test(
      'apps/server/test/http/grants.test.ts',
      'a device that shows a code > is found by its user code, and guesses are refused after ten',
    ),
    test(
      'packages/auth/src/limits/create-limits.test.ts',
      'a success > gives back only the user code that belongs to a device',
    ),
    test(
      'packages/auth/src/second-factors/second-factors.test.ts',
      'a sign-in of a user with two-step verification > counts wrong codes by user, and not right ones',
    ),
  ]),
  notApplicable('6.6.4', 3, 'Push requests are limited.', 'There are no push notifications.'),
  proven('6.7.1', 3, 'Keys that verify authentication can’t be changed by others.', [
    test('packages/auth/src/passkeys/passkeys.test.ts', 'a user’s passkeys > are not changed by another user'),
    test(
      'packages/auth/src/testing/contracts/passkey-store.contract.ts',
      '${name} passkey store > stores a credential once, and no more passkeys than a user may have',
    ),
    'docs/security/data.md#columns',
  ]),
  proven('6.7.2', 3, 'Challenges have 64 bits or more and are unique.', [
    test(
      'apps/server/test/http/passkeys.test.ts',
      'passkeys over HTTP > have options that say nothing of users: they take no address, and have one shape',
    ),
    test('packages/auth/src/core/secret.test.ts', 'a secret > is 32 random bytes in base64url, and unique'),
    test(
      'apps/server/test/http/passkeys.test.ts',
      'passkeys over HTTP > take each answer once, from the browser that asked',
    ),
  ]),
  proven('6.8.1', 2, 'An identity is the provider and its subject, never an email address.', [
    test(
      'apps/server/test/http/oauth.test.ts',
      'signing in through a provider > recognises the user by the subject, although the email changed',
    ),
    test(
      'apps/server/test/http/oauth.test.ts',
      'connecting accounts > signs in to no user by a verified address, because it may have passed to another person',
    ),
    test('packages/auth/src/identities/decide-link.test.ts', 'decideLink > returns %j for %j'),
  ]),
  proven('6.8.2', 2, 'Signatures of assertions are always verified.', [
    test('apps/server/test/http/oauth.test.ts', 'a hostile response > of %s, %s, is refused with %s'),
  ]),
  notApplicable('6.8.3', 2, 'SAML assertions work once.', 'There is no SAML.'),
  proven('6.8.4', 2, 'The strength and age that were asked for are checked, or the weakest is assumed.', [
    test(
      'apps/server/test/http/oauth.test.ts',
      'a step-up through a provider > refuses an ID token without auth_time where the provider proves a fresh sign-in',
    ),
    test(
      'apps/server/test/http/oauth.test.ts',
      'a step-up through a provider > refuses an authentication from before it was requested',
    ),
    test(
      'apps/server/test/http/oauth.test.ts',
      'a step-up through a provider > through %s with %j counts for %d minutes, and a sign-in for two where it is all there is',
    ),
  ]),
]
