import { documented, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 15: Secure coding and architecture. */
export const architectureRequirements: readonly Requirement[] = [
  documented('15.1.1', 1, 'Deadlines for patches of dependencies are documented.', [
    'docs/security/supply-chain.md#deadlines',
  ]),
  documented('15.1.2', 2, 'An inventory of dependencies is kept, and their sources are trusted.', [
    'docs/security/supply-chain.md#inventory',
  ]),
  documented('15.1.3', 2, 'Costly functions and their protection are documented.', [
    'docs/security/connections.md#costly-work',
  ]),
  documented('15.1.4', 3, 'Risky dependencies are named.', ['docs/security/supply-chain.md#risky-dependencies']),
  documented('15.1.5', 3, 'Dangerous functions are named.', ['docs/security/supply-chain.md#dangerous-functions']),
  proven('15.2.1', 1, 'No dependency is beyond its deadline.', [
    test('scripts/supply-chain.test.ts', 'the workflows > name every action by the hash of a commit, with its version'),
    test(
      'scripts/supply-chain.test.ts',
      'the workflows > look for known vulnerabilities of the dependencies every day',
    ),
    'docs/security/supply-chain.md#deadlines',
  ]),
  proven('15.2.2', 2, 'Costly functions are protected.', [
    test(
      'packages/auth/src/passwords/argon2-hasher.test.ts',
      'argon2id hashing > queues a bounded number of hashes and refuses the rest with RATE_LIMITED',
    ),
    test(
      'packages/auth/src/passwords/argon2-hasher.test.ts',
      'argon2id hashing > refuses the work of the block with the most waiting, and never a newcomer from another',
    ),
    test('packages/auth/src/passwords/fair-queue.test.ts', 'the order of a fair queue'),
    'docs/security/connections.md#costly-work',
  ]),
  proven('15.2.3', 2, 'Production has no test code and no development features.', [
    test('apps/server/test/config/config.test.ts', 'providers > of the project’s own are not for production'),
    test('apps/idp/src/process.test.ts', 'the process > refuses production in one line'),
  ]),
  proven('15.2.4', 3, 'Every dependency comes from the expected registry.', [
    test('scripts/supply-chain.test.ts', 'the lockfile > takes every package from the registry, with a checksum'),
  ]),
  proven('15.2.5', 3, 'Risky parts are confined.', [test('scripts/import-rules.test.ts', '%s may not import %s')]),
  proven('15.3.1', 1, 'Answers have only the fields that are needed.', [
    test(
      'apps/server/test/http/views.test.ts',
      'every procedure answers with exactly these keys, and only the documented ones give a session or tokens',
    ),
  ]),
  proven('15.3.2', 2, 'Calls to other servers follow no redirects.', [
    test('apps/server/test/http/oauth.test.ts', 'a failed response > never sends the client secret after a redirect'),
    test('apps/server/test/http/oauth.test.ts', 'a failed response > of %s, %s, is refused with %s'),
  ]),
  proven('15.3.3', 2, 'No field can be set that was not meant to be.', [
    test('packages/schema/src/passwords.test.ts', 'sign-up and sign-in input > has no room for %s'),
    test(
      'apps/server/test/http/bad-input.test.ts',
      'bad input > of another type in a field, or in one field more, is refused by every procedure, and nothing is stored',
    ),
  ]),
  proven('15.3.4', 2, 'The client’s address comes from trusted data only.', [
    test(
      'apps/server/test/http/trusted-proxies.test.ts',
      'the address of a client > with trust in %j and the peer %s, “%s” is %s',
    ),
    test('packages/auth/src/core/network.test.ts', 'networkOf(%s) is %s'),
  ]),
  proven('15.3.5', 2, 'Types are strict.', [
    test(
      'apps/server/test/http/bad-input.test.ts',
      'bad input > %s is refused by every procedure, and nothing is stored',
    ),
    test(
      'apps/server/test/http/hostile-input.test.ts',
      'hostile input gets a 4xx with a known reason from every procedure, and stores nothing',
    ),
  ]),
  proven('15.3.6', 2, 'Prototypes can’t be polluted.', [
    test('apps/server/test/http/bad-input.test.ts', 'bad input > can’t reach a prototype'),
    test(
      'apps/web/src/features/oauth/callback-params.test.ts',
      'readCallbackParams > keeps parameters of any name as own entries',
    ),
  ]),
  proven('15.3.7', 2, 'Parameters can’t be polluted.', [
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > receives an error for %s given twice',
    ),
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > is not redirected to with %s given twice',
    ),
    test('apps/server/test/http/http.test.ts', 'the session cookie > is ignored when there are two of it'),
    test('apps/server/test/http/oauth.test.ts', 'a callback > is refused with %j: %s'),
  ]),
  proven('15.4.1', 3, 'Shared state is safe under concurrency.', [
    test('packages/auth/src/testing/contracts/races.contract.ts', '${name} stores, from two connections at once'),
    test('packages/auth/src/testing/contracts/call-counts.contract.ts', '${name} call counts'),
  ]),
  proven('15.4.2', 3, 'What is checked and what is done are one step.', [
    test('packages/auth/src/testing/contracts/races.contract.ts', '${name} stores, from two connections at once'),
    test(
      'apps/server/test/process/races.test.ts',
      'an ending wins over renewals, rotations and last-seen times, on two servers',
    ),
  ]),
  proven('15.4.3', 3, "Locks can't deadlock or be misused from outside.", [
    test('apps/server/test/http/tokens.test.ts', 'refreshing'),
    test('packages/db/test/migrate-database.test.ts', 'opens a file for durable, checked, concurrent use'),
  ]),
  proven('15.4.4', 3, 'No work starves.', [
    test('packages/auth/src/passwords/fair-queue.test.ts', 'the order of a fair queue'),
  ]),
]
