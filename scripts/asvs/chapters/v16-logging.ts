import { documented, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 16: Logging and error handling. */
export const loggingRequirements: readonly Requirement[] = [
  documented('16.1.1', 2, 'What is logged is documented.', ['docs/operations.md#the-log', 'docs/sessions.md#events']),
  proven('16.2.1', 2, 'Entries say when, where, who and what.', [
    test(
      'packages/auth/src/events/event-record.test.ts',
      'the timeline entry of an event > of type $type has its actor and its details',
    ),
    test(
      'apps/server/test/http/access.test.ts',
      'the history and the timeline > show ended sessions with reason and cause, and events, page by page',
    ),
  ]),
  open(
    '16.2.2',
    2,
    'Times are in UTC or have an offset.',
    'Times are ISO 8601 in UTC; no test runs in another time zone yet.',
  ),
  proven('16.2.3', 2, 'Logs go to documented places only.', [
    test(
      'apps/server/test/process/full-log.test.ts',
      'a server whose log can’t be written > starts, answers, and stops over a full disk',
    ),
    'docs/operations.md#the-log',
  ]),
  proven('16.2.4', 2, 'Logs can be read and related by a program.', [
    test(
      'apps/server/test/http/http.test.ts',
      'a fault > gives a neutral message and a request id, and logs the cause with that id',
    ),
    test(
      'apps/server/test/log/log-destination.test.ts',
      'a log destination > writes whole lines in their order when few bytes are taken at once',
    ),
  ]),
  proven('16.2.5', 2, 'Sensitive values are never logged.', [
    test(
      'apps/server/test/http/smoke.test.ts',
      'the session token > is in no body, log line or database, and neither is a password',
    ),
    test(
      'apps/server/test/http/oauth.test.ts',
      'the secrets of an authorization request > are in no log, error or answer, and the database has no state',
    ),
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'under %s, a token > %s is refused at little cost, and is not repeated in answers and logs',
    ),
  ]),
  open(
    '16.3.1',
    2,
    'Every authentication is logged, with its method.',
    'Sign-ins, step-ups, changes and reuse are events. Bad refresh tokens, grants, user codes and access tokens are a line with a status, and not yet with a reason.',
  ),
  open(
    '16.3.2',
    2,
    'Refused authorization is logged.',
    'A refused authorization is a line with its status, and not yet with its reason.',
  ),
  open(
    '16.3.3',
    2,
    'Documented events, and attempts to get around protection, are logged.',
    'Requests from other sites and malformed ones are a line with a status, and not yet with a reason.',
  ),
  open(
    '16.3.4',
    2,
    'Unexpected errors and failed protection are logged.',
    'Faults are logged with their cause; the cause of a failed connection to a provider is not yet.',
  ),
  open(
    '16.4.1',
    2,
    'Data can’t break a log entry.',
    'A line is JSON, which escapes control characters; no test sends them all yet.',
  ),
  proven('16.4.2', 2, 'Logs can’t be read or changed by others.', [
    test(
      'apps/server/test/http/access.test.ts',
      'the history and the timeline > refuse changes, those of another program too',
    ),
  ]),
  open('16.4.3', 2, 'Logs are sent to a separate system.', 'The operator ships the standard output.'),
  proven('16.5.1', 2, 'Unexpected errors get a neutral message.', [
    test(
      'apps/server/test/http/http.test.ts',
      'a fault > gives a neutral message and a request id, and logs the cause with that id',
    ),
    test(
      'apps/server/test/http/grants.test.ts',
      'the endpoints > answer a fault with its request id alone, and log the cause',
    ),
  ]),
  proven('16.5.2', 2, 'The app works on, securely, when a dependency fails.', [
    test('apps/server/test/http/oauth.test.ts', 'a failed response > of %s, %s, is refused with %s'),
    test('packages/api/src/procedures.test.ts', 'errors > of an unavailable store ask to try again'),
  ]),
  proven('16.5.3', 2, 'Failures refuse.', [
    test(
      'apps/server/test/http/http.test.ts',
      'a fault > gives a neutral message and a request id, and logs the cause with that id',
    ),
    test(
      'apps/server/test/process/disk-full.test.ts',
      'acknowledges no ending, sign-out, revocation or rename that the full disk did not store',
    ),
  ]),
  open(
    '16.5.4',
    3,
    'A last handler logs what no other one caught.',
    'What is uncaught is logged, requests under way are answered, and the process exits for its supervisor; no test yet causes it.',
  ),
]
