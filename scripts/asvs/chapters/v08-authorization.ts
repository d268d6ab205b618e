import { documented, notApplicable, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 8: Authorization. */
export const authorizationRequirements: readonly Requirement[] = [
  proven('8.1.1', 1, 'Rules of access to functions and data are documented.', [
    test('scripts/docs.test.ts', 'a generated table > of $name in $document is what the code says'),
    test('packages/api/src/app-router.test.ts', 'the router > states of every procedure which callers it accepts'),
    'docs/api.md#procedures',
  ]),
  proven('8.1.2', 2, 'Rules for reading and writing each field are documented.', [
    test('scripts/data-classes.test.ts', 'data.md classifies every column of the database, and no other'),
    'docs/security/data.md#columns',
  ]),
  documented('8.1.3', 3, 'The attributes of the context that decisions use are documented.', [
    'docs/security/sign-in.md#what-the-context-of-a-request-decides',
  ]),
  documented('8.1.4', 3, 'It is documented how the context changes decisions.', [
    'docs/security/sign-in.md#what-the-context-of-a-request-decides',
  ]),
  proven('8.2.1', 1, 'Functions are open to those who are permitted.', [
    test('packages/api/src/app-router.test.ts', 'the router > states of every procedure which callers it accepts'),
    test('packages/api/src/procedures.test.ts', 'access levels'),
    test('apps/server/test/http/bad-input.test.ts', 'batches > check each call by itself'),
    test(
      'apps/server/test/http/request-matrix.test.ts',
      'a request is accepted only with its method, type, source and credentials, and a refusal stores nothing',
    ),
  ]),
  proven('8.2.2', 1, 'Objects are open to those who are permitted.', [
    test(
      'apps/server/test/http/access.test.ts',
      'another user’s session, event or page > is passed in these tests to every procedure that takes an id or a cursor',
    ),
    test(
      'apps/server/test/http/access.test.ts',
      'another user’s session, event or page > gets the same answer from %s as an unknown one',
    ),
  ]),
  proven('8.2.3', 2, 'Fields are open to those who are permitted.', [
    test('packages/schema/src/passwords.test.ts', 'sign-up and sign-in input > has no room for %s'),
    test(
      'apps/server/test/http/bad-input.test.ts',
      'bad input > %s is refused by every procedure, and nothing is stored',
    ),
    test(
      'apps/server/test/http/smoke.test.ts',
      'the session token > is in no body, log line or database, and neither is a password',
    ),
  ]),
  open(
    '8.2.4',
    3,
    'Decisions adapt to the context.',
    'Not aimed at: of the context only networks and new devices count ([sign in](sign-in.md#what-the-context-of-a-request-decides)).',
  ),
  proven('8.3.1', 1, 'Access is decided at the server.', [
    test('packages/api/src/procedures.test.ts', 'access levels > require a role'),
    test('packages/api/src/procedures.test.ts', 'access levels > accept every caller for a public procedure'),
  ]),
  proven('8.3.2', 3, 'A change of permissions holds at once.', [
    test(
      'apps/server/test/http/bearer.test.ts',
      'under %s, a token of ours > is refused when its session ended, or when the role of its user changed',
    ),
    test(
      'apps/server/test/http/bearer.test.ts',
      'under %s, a token of ours > gives the current role of its user, although its claim says another',
    ),
  ]),
  proven('8.3.3', 3, 'The rights of the original subject count, not those of a program between.', [
    test(
      'apps/server/test/http/bearer.test.ts',
      'under %s, a token of ours > stands for a client session of its own user, and for no other',
    ),
  ]),
  notApplicable('8.4.1', 2, 'Tenants don’t affect each other.', 'There is one tenant.'),
  open(
    '8.4.2',
    3,
    'Administration has several layers of protection.',
    'Waits for administration: no procedure asks for the role yet.',
  ),
]
