import { documented, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 7: Session management. */
export const sessionsRequirements: readonly Requirement[] = [
  documented(
    '7.1.1',
    2,
    'Idle and absolute limits of sessions are documented, with reasons where they exceed NIST’s.',
    ['docs/security/sign-in.md#why-sessions-last-as-long-as-they-do', 'docs/sessions.md#lifetimes'],
  ),
  proven('7.1.2', 2, 'It is documented how many sessions a user may have, and what happens beyond.', [
    test(
      'apps/server/test/http/access.test.ts',
      'a list > holds no more sessions than the limit, and the history states why the oldest one ended',
    ),
    'docs/decisions/018-session-limit.md#decision',
  ]),
  documented('7.1.3', 2, 'It is documented how sessions relate to those at providers.', [
    'docs/security/sign-in.md#sessions-and-providers',
  ]),
  proven('7.2.1', 1, 'Sessions are checked at the server.', [
    test(
      'apps/server/test/http/statements.test.ts',
      'a session check > is one statement, a read, and at first one more that reads what is remembered',
    ),
    test(
      'apps/server/test/http/smoke.test.ts',
      'smoke test: a user > signs up, signs in elsewhere, lists both sessions, ends one, and that one is refused on its next request',
    ),
  ]),
  proven('7.2.2', 1, 'Each session has a token of its own; no static keys.', [
    test('packages/auth/src/core/secret.test.ts', 'a secret > is 32 random bytes in base64url, and unique'),
  ]),
  proven('7.2.3', 1, 'Tokens are random, unique, and have 128 bits or more.', [
    test('packages/auth/src/core/secret.test.ts', 'a secret > is 32 random bytes in base64url, and unique'),
    test('packages/auth/src/core/secret.test.ts', 'a secret > is not parsed from %j'),
  ]),
  proven('7.2.4', 1, 'Each authentication makes a new token and ends the old one.', [
    test(
      'apps/server/test/http/smoke.test.ts',
      'smoke test: a user > gets a new cookie at each sign-up, and the session of the planted cookie ends',
    ),
    test(
      'apps/server/test/http/smoke.test.ts',
      'smoke test: a user > needs a step-up ten minutes after the last one, and gets a new cookie for it',
    ),
    test(
      'packages/auth/src/sessions/change-role.test.ts',
      'ends the sessions of a user whose role changes, and none when the user has the role already',
    ),
  ]),
  proven('7.3.1', 2, 'Idle sessions end.', [
    test(
      'packages/auth/src/sessions/authenticate-session.test.ts',
      'authenticating a session > is refused after 12 idle hours, and a use moves the idle limit',
    ),
    test('apps/server/test/http/access.test.ts', 'a stream > does not keep its session alive: only calls do'),
  ]),
  proven('7.3.2', 2, 'Sessions end after a time, however busy.', [
    test(
      'packages/auth/src/sessions/authenticate-session.test.ts',
      'authenticating a session > is refused after 24 hours however often the session is used',
    ),
  ]),
  proven('7.4.1', 1, 'An ended session works nowhere any more.', [
    test(
      'apps/server/test/http/smoke.test.ts',
      'smoke test: a user > signs out: the cookie is deleted, and a copy of the token is refused',
    ),
    test(
      'apps/server/test/http/bearer.test.ts',
      'under %s, a token of ours > is refused by every server from the answer to the ending on',
    ),
    test(
      'apps/server/test/process/races.test.ts',
      'an ending wins over renewals, rotations and last-seen times, on two servers',
    ),
    test(
      'apps/server/test/process/disk-full.test.ts',
      'acknowledges no ending, sign-out, revocation or rename that the full disk did not store',
    ),
  ]),
  open(
    '7.4.2',
    1,
    'Disabling or deleting an account ends its sessions.',
    'Waits for administration and account deletion: there is nothing yet that disables or deletes a user.',
  ),
  proven('7.4.3', 2, 'After a change of a factor other sessions can be ended.', [
    test(
      'apps/server/test/http/smoke.test.ts',
      'smoke test: a user > changes the password, gets a new cookie, and all other sessions end',
    ),
  ]),
  proven('7.4.4', 2, 'Every signed-in page has a way to sign out.', [
    test(
      'apps/e2e/src/pages.spec.ts',
      'in light and dark, wide and narrow, without a message in the console > the page “${title}” is accessible, fits and has its title',
    ),
  ]),
  open(
    '7.4.5',
    2,
    'Administrators can end the sessions of a user, or all.',
    'Waits for administration. Users end their own sessions; pnpm admin:grant ends those of a user whose role changes.',
  ),
  proven('7.5.1', 2, 'Changes of what a user signs in with need a new authentication.', [
    test('apps/server/test/http/oauth.test.ts', 'connecting accounts > requires a step-up, and so does disconnecting'),
    test('packages/api/src/app-router.test.ts', 'the router > states of every procedure which callers it accepts'),
  ]),
  proven('7.5.2', 2, 'Users see their sessions and can end each, after authenticating again.', [
    test(
      'packages/auth/src/sessions/end-sessions.test.ts',
      'ending sessions > requires a step-up within 10 minutes to end another session',
    ),
    test(
      'apps/server/test/http/access.test.ts',
      'another user’s session, event or page > gets the same answer from %s as an unknown one',
    ),
    test('apps/e2e/src/access.spec.ts', 'the timeline lists events and refused attempts'),
  ]),
  open(
    '7.5.3',
    3,
    'Highly sensitive acts need further proof.',
    'Waits for account deletion, export and administration.',
  ),
  documented('7.6.1', 2, 'Sessions and those at providers last as documented.', [
    'docs/security/sign-in.md#sessions-and-providers',
  ]),
  proven('7.6.2', 2, 'A session needs a user’s act or consent.', [
    test('apps/server/test/http/oauth.test.ts', 'a callback > is refused with %j: %s'),
    test(
      'apps/server/test/http/oauth.test.ts',
      'a callback > works only in the browser that sent the authorization request',
    ),
  ]),
]
