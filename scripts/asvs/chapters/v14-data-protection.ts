import { documented, notApplicable, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 14: Data protection. */
export const dataProtectionRequirements: readonly Requirement[] = [
  proven('14.1.1', 2, 'Sensitive data is classified, encoded forms included.', [
    test('scripts/data-classes.test.ts', 'data.md classifies every column of the database, and no other'),
    'docs/security/data.md#classes',
  ]),
  documented('14.1.2', 2, 'How each class is protected is documented.', ['docs/security/data.md#classes']),
  proven('14.2.1', 1, 'Secrets are never in a URL.', [
    test('apps/e2e/src/oauth.spec.ts', 'a callback leaves no code and no state in the address'),
    test(
      'apps/server/test/http/bearer.test.ts',
      'a request > takes no token from its query or its body (RFC 6750 §2.2, §2.3)',
    ),
    test(
      'apps/server/test/http/smoke.test.ts',
      'the session token > is in no body, log line or database, and neither is a password',
    ),
  ]),
  proven('14.2.2', 2, 'Sensitive data is not cached on the way.', [
    test(
      'apps/server/test/http/http.test.ts',
      'every answer > tells caches not to store it when it comes from the API',
    ),
    test(
      'apps/server/test/http/access.test.ts',
      'a stream > tells caches not to store it, and proxies not to compress or buffer it',
    ),
  ]),
  proven('14.2.3', 2, 'Sensitive data does not reach third parties.', [
    test('apps/e2e/src/pages.spec.ts', 'the pages request nothing from another host'),
    test(
      'apps/server/test/http/views.test.ts',
      'every procedure answers with exactly these keys, and only the documented ones give a session or tokens',
    ),
  ]),
  proven('14.2.4', 2, 'Each class is protected as documented.', [
    test(
      'apps/server/test/attacks/leaked-database.test.ts',
      'a copy of the database holds no value that works as any kind of credential',
    ),
    test('apps/server/test/http/smoke.test.ts', 'the session token > can’t be derived from the database'),
  ]),
  proven('14.2.5', 3, 'Only expected types are cached; an unknown file is 404.', [
    test('apps/server/test/http/http.test.ts', 'the web app > has nothing at %s'),
    test(
      'apps/server/test/http/http.test.ts',
      'every answer > tells caches not to store it when it comes from the API',
    ),
  ]),
  proven('14.2.6', 3, 'Answers have the least sensitive data that is needed.', [
    test(
      'apps/server/test/http/access.test.ts',
      'a browser whose session ended > reads with its old cookie why its session ended, and nothing about other sessions',
    ),
  ]),
  proven('14.2.7', 3, 'Old data is deleted by itself.', [
    test(
      'packages/auth/src/sessions/sweep-sessions.test.ts',
      'records that time has ended a session, with an event, and deletes ended sessions after 90 days',
    ),
    test('packages/auth/src/events/events.test.ts', 'the timeline > keeps events for 365 days'),
    test('apps/server/test/http/grants.test.ts', 'a device that shows a code > is deleted an hour after it expires'),
  ]),
  notApplicable('14.2.8', 3, 'Metadata of uploads is removed.', 'Nothing is uploaded.'),
  proven('14.3.1', 1, 'The client forgets at the end of the session, also without a network.', [
    test(
      'apps/e2e/src/smoke.spec.ts',
      'a sign-out without a network removes what is private, and ends the session once the server answers',
    ),
    test('apps/e2e/src/access.spec.ts', 'going back after signing out shows no private page'),
    test('apps/e2e/src/smoke.spec.ts', 'a sign-out keeps the colour scheme and deletes everything else that is stored'),
  ]),
  proven('14.3.2', 2, 'Sensitive answers are never stored by the browser.', [
    test(
      'apps/server/test/http/http.test.ts',
      'every answer > tells caches not to store it when it comes from the API',
    ),
    test('apps/e2e/src/access.spec.ts', 'going back after signing out shows no private page'),
    test(
      'apps/server/test/http/http.test.ts',
      'the web app > is one page for every navigation, with the nonce of the answer, and is not stored',
    ),
  ]),
  proven('14.3.3', 2, 'Browser storage has no sensitive data but session tokens.', [
    test(
      'apps/e2e/src/pages.spec.ts',
      'in light and dark, wide and narrow, without a message in the console > the page “${title}” is accessible, fits and has its title',
    ),
    test('apps/e2e/src/smoke.spec.ts', 'a sign-out keeps the colour scheme and deletes everything else that is stored'),
  ]),
]
