import { open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 16: Logging and error handling. */
export const loggingRequirements: readonly Requirement[] = [
  proven('16.1.1', 2, 'What is logged is documented.', [
    test('scripts/docs.test.ts', 'a generated table > of $name in $document is what the code says'),
    'docs/operations.md#the-log',
    'docs/sessions.md#events',
  ]),
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
  proven('16.2.2', 2, 'Times are in UTC or have an offset.', [
    test(
      'apps/server/test/log/request-log.test.ts',
      'the line of a refused request > is the only one beside its security event, and its time is in UTC',
    ),
  ]),
  proven('16.2.3', 2, 'Logs go to documented places only.', [
    test(
      'apps/server/test/process/full-log.test.ts',
      'a server whose log can’t be written > starts, answers, and stops over a full disk',
    ),
    test(
      'apps/server/test/process/process.test.ts',
      'a fault outside of any request > is not that the reader of the log went away: the server goes on answering and stops in order',
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
    test('apps/server/test/log/canaries.test.ts', 'a secret that is sent to the server'),
    test(
      'apps/server/test/log/logger.test.ts',
      'a line > has no field that its message does not list, whatever it is called',
    ),
  ]),
  proven('16.3.1', 2, 'Every authentication is logged, with its method.', [
    test('apps/server/test/log/request-log.test.ts', 'the line of a refused request'),
    test(
      'packages/auth/src/events/event-record.test.ts',
      'the timeline entry of an event > of type $type has its actor and its details',
    ),
    test('apps/server/test/log/logger.test.ts', 'the level of the log > %s leaves out no security event'),
  ]),
  proven('16.3.2', 2, 'Refused authorization is logged.', [
    test(
      'apps/server/test/log/request-log.test.ts',
      'the line of a refused request > has the reason %s with the user and the session',
    ),
  ]),
  proven('16.3.3', 2, 'Documented events, and attempts to get around protection, are logged.', [
    test('apps/server/test/log/request-log.test.ts', 'the line of a refused request > has the reason %s'),
    test('apps/server/test/log/refusal-counts.test.ts', 'counts refusals by reason since the last summary'),
  ]),
  proven('16.3.4', 2, 'Unexpected errors and failed protection are logged.', [
    test(
      'apps/server/test/log/request-log.test.ts',
      'a provider that can’t be reached > leaves the code of the cause in one line: a refused connection, a name that is not known, a timeout',
    ),
    test(
      'apps/server/test/http/http.test.ts',
      'a fault > gives a neutral message and a request id, and logs the cause with that id',
    ),
  ]),
  proven('16.4.1', 2, 'Data can’t break a log entry.', [
    test('apps/server/test/log/logger.test.ts', 'a line > with %s is one line of JSON without that character'),
    test(
      'apps/server/test/log/request-log.test.ts',
      'the line of a refused request > with %s in the user agent and the path is one bounded line',
    ),
  ]),
  proven('16.4.2', 2, 'Logs can’t be read or changed by others.', [
    test(
      'apps/server/test/http/access.test.ts',
      'the history and the timeline > refuse changes, those of another program too',
    ),
    test('packages/db/test/event-retention.test.ts', 'an event'),
  ]),
  open(
    '16.4.3',
    2,
    'Logs are sent to a separate system.',
    'The operator ships the standard output ([deployment](../guides/deploy.md#7-log)).',
  ),
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
    test(
      'apps/server/test/http/locked-database.test.ts',
      'reads go on while writes wait for a lock, and each write is refused as unavailable',
    ),
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
  proven('16.5.4', 3, 'A last handler logs what no other one caught.', [
    test(
      'apps/server/test/process/process.test.ts',
      'a fault outside of any request > on %s is logged as an %s; requests under way are answered, the exit code is 1',
    ),
  ]),
]
