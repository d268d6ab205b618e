import { documented, notApplicable, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 2: Validation and business logic. */
export const validationRequirements: readonly Requirement[] = [
  documented('2.1.1', 1, 'Rules for the form of each input are documented.', [
    'docs/api.md#procedures',
    'docs/limits.md#passwords',
  ]),
  documented('2.1.2', 2, 'Rules for combinations of inputs are documented.', [
    'docs/oauth.md#what-a-verified-identity-becomes',
    'docs/sessions.md#lifetimes',
  ]),
  documented('2.1.3', 2, 'Limits of use, per user and in all, are documented.', [
    'docs/limits.md#rate-limits',
    'docs/limits.md#sessions-and-streams',
  ]),
  proven('2.2.1', 1, 'Each input is validated against what is expected of it.', [
    test('apps/server/test/http/bad-input.test.ts', 'the inputs of these tests > cover every procedure of the router'),
    test(
      'apps/server/test/http/bad-input.test.ts',
      'bad input > %s is refused by every procedure, and nothing is stored',
    ),
    test(
      'packages/api/src/app-router.test.ts',
      'the router > gives every procedure an input schema, so that unknown input is refused',
    ),
    test(
      'apps/server/test/http/hostile-input.test.ts',
      'hostile input gets a 4xx with a known reason from every procedure, and stores nothing',
    ),
  ]),
  proven('2.2.2', 1, 'Validation happens at the server.', [
    test(
      'apps/server/test/http/bad-input.test.ts',
      'bad input > %s is refused by every procedure, and nothing is stored',
    ),
    test(
      'apps/server/test/http/hostile-input.test.ts',
      'hostile input gets a 4xx with a known reason from every procedure, and stores nothing',
    ),
  ]),
  proven('2.2.3', 2, 'Related inputs are checked together.', [
    test('packages/auth/src/identities/decide-link.test.ts', 'decideLink > returns %j for %j'),
    test('packages/db/test/migrate-database.test.ts', 'holds that an ended session has a reason and no token'),
  ]),
  proven('2.3.1', 1, 'Steps of a flow are accepted in their order only.', [
    test('apps/server/test/http/oauth.test.ts', 'a callback > is refused with %j: %s'),
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > gets nothing once the session that approved has ended',
    ),
  ]),
  proven('2.3.2', 2, 'The documented limits of use are enforced.', [
    test(
      'apps/server/test/http/access.test.ts',
      'a list > holds no more sessions than the limit, and the history states why the oldest one ended',
    ),
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > gets at most sixty decisions in a quarter of an hour, because each is an event',
    ),
    test(
      'packages/api/src/app-router.test.ts',
      'the router > states of every mutation which rate limit it consumes, or why it needs none',
    ),
    test(
      'apps/server/test/procedures/consumed-limits.test.ts',
      'the rate limits of a mutation > $path are those that its metadata names, and no others',
    ),
  ]),
  proven('2.3.3', 2, 'A change happens as a whole or not at all.', [
    test(
      'packages/auth/src/testing/contracts/identity-store.contract.ts',
      '${name} identity store > stores nothing when the email is taken',
    ),
    test('apps/server/test/process/crash.test.ts', 'keeps what the server acknowledged through kill -9 at any moment'),
    test(
      'apps/server/test/process/disk-full.test.ts',
      'acknowledges no ending, sign-out, revocation or rename that the full disk did not store',
    ),
  ]),
  proven('2.3.4', 2, 'What exists once can’t be taken twice.', [
    test(
      'apps/server/test/http/smoke.test.ts',
      'smoke test: a user > gets an address once in twenty simultaneous sign-ups',
    ),
    test(
      'apps/server/test/http/grants.test.ts',
      'two processes on one database > give one session for a code that many requests redeem, in each of 50 rounds',
    ),
    test(
      'apps/server/test/http/oauth.test.ts',
      'connecting accounts > keeps the last sign-in method when two requests remove the last two at once',
    ),
  ]),
  notApplicable(
    '2.3.5',
    3,
    'Acts of high value need a second person.',
    'No act of one user has such value for others.',
  ),
  proven('2.4.1', 2, 'Excessive use of functions that leak, store, cost or exhaust something is throttled.', [
    test(
      'apps/server/test/limits/growth.test.ts',
      'one account causes no more than 7,500 rows in a day, however often it calls',
    ),
    test(
      'apps/server/test/http/limits.test.ts',
      'unknown tokens > are limited by network at the OAuth endpoints, with the seconds to wait',
    ),
    test('packages/auth/src/limits/create-limits.test.ts', 'a limit'),
    test(
      'apps/server/test/http/captcha.test.ts',
      'a server with a CAPTCHA > counts what is refused, and asks the provider no more once there was too much of it',
    ),
    test(
      'packages/api/src/app-router.test.ts',
      'the router > states of every mutation which rate limit it consumes, or why it needs none',
    ),
  ]),
  open(
    '2.4.2',
    3,
    'Flows that are faster than a person are refused.',
    'Not aimed at: no sequence of steps where human pace matters; rate limits cover forms, and a CAPTCHA where an operator configures one.',
  ),
]
