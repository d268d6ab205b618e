import { documented, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 13: Configuration. */
export const configurationRequirements: readonly Requirement[] = [
  documented('13.1.1', 2, 'All outbound communication is documented.', [
    'docs/security/connections.md#outbound-connections',
  ]),
  proven('13.1.2', 3, 'Limits of connections are documented, and what happens there.', [
    test(
      'apps/server/test/http/connections.test.ts',
      'the number of connections > is bounded, and the one that was idle for longest makes room for a new one',
    ),
    'docs/security/connections.md#inbound-connections',
    'docs/limits.md#http',
  ]),
  proven('13.1.3', 3, 'Timeouts, repetitions and release are documented for each dependency.', [
    test('apps/server/test/http/oauth.test.ts', 'a failed response > of %s, %s, is refused with %s'),
    test(
      'packages/db/test/locked-database.test.ts',
      'a write that finds the database locked waits without stopping the process, and is refused in the end',
    ),
    'docs/security/connections.md#outbound-connections',
  ]),
  documented('13.1.4', 3, 'Critical secrets and when they are rotated are documented.', [
    'docs/security/crypto.md#keys-and-secrets',
  ]),
  open(
    '13.2.1',
    2,
    'Backends authenticate each other with credentials of their own.',
    'The database is a file of the process’s own user. Waits for PostgreSQL and Redis.',
  ),
  proven('13.2.2', 2, 'Accounts between components have the least rights.', [
    test(
      'apps/server/test/process/process.test.ts',
      'starting > makes the data folder and a file that only its user reads',
    ),
    test(
      'apps/server/test/process/process.test.ts',
      'starting > refuses files that other users can read in production, until the commands that it names have run',
    ),
  ]),
  proven('13.2.3', 2, 'There are no default credentials between services.', [
    test('apps/server/test/config/config.test.ts', 'providers > of the project’s own are not for production'),
    test('apps/server/test/config/secret-strength.test.ts', 'refuses %j'),
    test('apps/server/test/config/production-rules.test.ts', 'the rules of production > refuse %j: %s'),
  ]),
  open(
    '13.2.4',
    2,
    'Outbound destinations are on an allow-list.',
    'The operator names every host; endpoints of a discovery document may be at any https host, which is accepted ([013](../decisions/013-provider-calls.md)).',
  ),
  proven('13.2.5', 2, 'The server loads resources of an allow-list only.', [
    test('apps/server/test/http/http.test.ts', 'the web app > has nothing at %s'),
    test(
      'apps/server/test/http/http.test.ts',
      'the web app > serves the files that it read at the start after the folder was deleted',
    ),
  ]),
  proven('13.2.6', 3, 'Connections follow the documented limits.', [
    test('apps/server/test/http/oauth.test.ts', 'a failed response > of %s, %s, is refused with %s'),
  ]),
  proven('13.3.1', 2, 'Secrets are kept outside of code and builds.', [
    test(
      'scripts/sources.test.ts',
      'no file of the repository, nor of what was built, holds a private key or the token of a service',
    ),
    test('scripts/sources.test.ts', 'the web app is built without the variables of the server'),
  ]),
  proven('13.3.2', 2, 'Secrets are readable by few.', [
    test(
      'apps/server/test/process/process.test.ts',
      'starting > makes the data folder and a file that only its user reads',
    ),
    test(
      'apps/server/test/config/read-app-secrets.test.ts',
      'makes a secret on a laptop, once, that only its user reads',
    ),
    test('apps/server/test/http/http.test.ts', 'the web app > has nothing at %s'),
    test(
      'apps/server/test/process/process.test.ts',
      'starting > refuses files that other users can read in production, until the commands that it names have run',
    ),
  ]),
  open('13.3.3', 3, 'Cryptography runs in an isolated module.', 'Not aimed at: no hardware module.'),
  proven('13.3.4', 3, 'Secrets expire and are rotated.', [
    test(
      'packages/auth/src/core/app-secrets.test.ts',
      'app secrets > open a text that an older secret sealed until that secret is removed',
    ),
    test(
      'packages/auth/src/tokens/token-service.test.ts',
      'signing keys > are replaced before they expire without an operator',
    ),
  ]),
  proven('13.4.1', 1, 'No data of version control is deployed.', [
    test('apps/server/test/http/http.test.ts', 'the web app > has nothing at %s'),
  ]),
  proven('13.4.2', 2, 'Debugging is off in production.', [
    test(
      'apps/server/test/http/http.test.ts',
      'a fault > gives a neutral message and a request id, and logs the cause with that id',
    ),
    test('packages/api/src/procedures.test.ts', 'errors > that are unknown tell the caller nothing'),
  ]),
  proven('13.4.3', 2, 'Directories are not listed.', [
    test('apps/server/test/http/http.test.ts', 'the web app > has nothing at %s'),
  ]),
  proven('13.4.4', 2, 'TRACE is off.', [
    test('apps/server/test/http/http.test.ts', 'every answer > has status 405 for a method that has no handler'),
  ]),
  proven('13.4.5', 2, 'Documentation and monitoring are closed, unless intended.', [
    test('apps/server/test/http/routes.test.ts', 'the app has these routes and no other'),
  ]),
  proven('13.4.6', 3, 'Versions are not told.', [
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
  ]),
  proven('13.4.7', 3, 'Only files of expected kinds are served.', [
    test('apps/server/test/http/http.test.ts', 'the web app > has nothing at %s'),
  ]),
]
