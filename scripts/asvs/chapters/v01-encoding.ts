import { notApplicable, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 1: Encoding and sanitization. */
export const encodingRequirements: readonly Requirement[] = [
  proven('1.1.1', 2, 'Input is decoded once, before it is validated.', [
    test('apps/web/src/features/oauth/callback-params.test.ts', 'readCallbackParams > decodes once'),
    test('packages/schema/src/return-to.test.ts', 'where to go after signing in > may not be %j'),
  ]),
  proven('1.1.2', 2, 'Output is encoded last, by what writes it or by the interpreter itself.', [
    test('apps/e2e/src/pages.spec.ts', 'markup in a name is shown as text'),
    test(
      'apps/server/test/http/http.test.ts',
      'the web app > is one page for every navigation, with the nonce of the answer, and is not stored',
    ),
  ]),
  proven('1.2.1', 1, 'Output is encoded for where it goes, headers included.', [
    test('apps/e2e/src/pages.spec.ts', 'markup in a name is shown as text'),
    test('apps/idp/src/pages/pages.test.ts', 'escapes its parts'),
  ]),
  proven('1.2.2', 1, 'Untrusted parts of URLs are encoded, and only safe schemes are allowed.', [
    test('packages/auth/src/clients/redirect-uri.test.ts', 'a redirect URI > %j may not be registered'),
    test(
      'packages/schema/src/return-to.test.ts',
      'where to go after signing in > never leaves the origin, whatever is made of the parts of an address',
    ),
  ]),
  proven('1.2.3', 1, 'Data that is put into scripts or JSON can’t change their structure.', [
    test('apps/server/test/http/bad-input.test.ts', 'bad input > can’t reach a prototype'),
    test('apps/e2e/src/pages.spec.ts', 'markup in a name is shown as text'),
  ]),
  proven('1.2.4', 1, 'Database queries take values as parameters.', [
    test(
      'scripts/sources.test.ts',
      'no source puts a value into the text of a statement: drizzle binds what stands in a template',
    ),
    test('scripts/import-rules.test.ts', '%s may not say %j'),
    test(
      'apps/server/test/http/hostile-input.test.ts',
      'hostile input gets a 4xx with a known reason from every procedure, and stores nothing',
    ),
  ]),
  notApplicable(
    '1.2.5',
    1,
    'No user data reaches a shell.',
    'No part of the server or the web app starts a program. Scripts for developers start fixed ones.',
  ),
  notApplicable('1.2.6', 2, 'LDAP queries resist injection.', 'There is no LDAP.'),
  notApplicable('1.2.7', 2, 'XPath queries resist injection.', 'There is no XML.'),
  notApplicable('1.2.8', 2, 'LaTeX processors are locked down.', 'There is no LaTeX.'),
  notApplicable(
    '1.2.9',
    2,
    'User data in a regular expression is escaped.',
    'Patterns are made of constants of the code only.',
  ),
  notApplicable(
    '1.2.10',
    3,
    'Exported spreadsheets hold no formulas of users.',
    'Nothing is exported as a spreadsheet.',
  ),
  notApplicable('1.3.1', 1, 'HTML of users is sanitised.', 'No input is HTML; all text is shown as text.'),
  proven('1.3.2', 1, 'No dynamic evaluation of code.', [
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
    test('apps/e2e/src/pages.spec.ts', 'in light and dark, wide and narrow, without a message in the console'),
  ]),
  proven('1.3.3', 2, 'Data for a dangerous context is restricted before it gets there.', [
    test('packages/schema/src/return-to.test.ts', 'where to go after signing in > may not be %j'),
    test('apps/server/test/http/access.test.ts', 'renaming > refuses %s'),
    test('packages/schema/src/users.test.ts', 'name > %j is refused'),
  ]),
  notApplicable('1.3.4', 2, 'SVG of users is sanitised.', 'Nothing is uploaded.'),
  notApplicable(
    '1.3.5',
    2,
    'Markdown, CSS and other expression languages of users are sanitised.',
    'No input is markup of any kind.',
  ),
  proven('1.3.6', 2, 'Calls to other services go to allowed protocols, hosts and ports only.', [
    test(
      'apps/server/test/http/views.test.ts',
      'every procedure answers with exactly these keys, and only the documented ones give a session or tokens',
    ),
    test(
      'apps/server/test/http/hostile-input.test.ts',
      'hostile input gets a 4xx with a known reason from every procedure, and stores nothing',
    ),
    'docs/security/connections.md#outbound-connections',
  ]),
  notApplicable('1.3.7', 2, 'Templates are never built from user data.', 'There are no templates at run time.'),
  notApplicable('1.3.8', 2, 'JNDI lookups resist injection.', 'There is no Java.'),
  notApplicable('1.3.9', 2, 'Memcache commands resist injection.', 'There is no memcache.'),
  notApplicable(
    '1.3.10',
    2,
    'Format strings never come from users.',
    'JavaScript has no format strings, and the log takes objects.',
  ),
  proven('1.3.11', 2, 'Input is cleaned before it reaches a mail system.', [
    test(
      'packages/mail/test/hostile-values.test.ts',
      '%s > changes neither the structure nor the links of a message, whatever it is',
    ),
  ]),
  proven('1.3.12', 3, 'No regular expression takes exponential time.', [
    test('packages/schema/src/passwords.test.ts', 'a new password > may not be %s'),
    test('packages/auth/src/core/describe-device.test.ts', 'describeDevice'),
    test(
      'apps/server/test/procedures/heavy-input.test.ts',
      'input as heavy as a body may be > with %s is refused by every procedure in little time and a short answer',
    ),
  ]),
  notApplicable(
    '1.4.1',
    2,
    'Strings and memory are handled safely.',
    'JavaScript manages its memory. The two native modules are [named](supply-chain.md#risky-dependencies).',
  ),
  proven('1.4.2', 2, 'Numbers are checked for sign and range.', [
    test(
      'apps/server/test/http/bad-input.test.ts',
      'bad input > of another type in a field, or in one field more, is refused by every procedure, and nothing is stored',
    ),
    test('apps/server/test/config/config.test.ts', 'the configuration > refuses %j and names the variable'),
  ]),
  proven('1.4.3', 2, 'Memory and other resources are released.', [
    test(
      'apps/server/test/http/connections.test.ts',
      'a connection that is not read > leaves no open descriptor behind when it closes, with %s',
    ),
    test(
      'apps/server/test/http/access.test.ts',
      'a stream > is cut soon after the end when its client does not read it, and frees its memory',
    ),
  ]),
  notApplicable('1.5.1', 1, 'XML parsers resolve no external entities.', 'There is no XML.'),
  proven('1.5.2', 2, 'Untrusted data is deserialised into plain values only.', [
    test('apps/server/test/http/bad-input.test.ts', 'bad input > can’t reach a prototype'),
  ]),
  proven('1.5.3', 3, 'Parsers of one kind of data agree with each other.', [
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'under %s, a token > %s is refused at little cost, and is not repeated in answers and logs',
    ),
    test(
      'apps/server/test/http/bad-input.test.ts',
      'bad input > with a key twice counts as its last value, which is validated',
    ),
  ]),
]
