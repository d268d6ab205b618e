import { documented, notApplicable, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 3: Web frontend. */
export const webFrontendRequirements: readonly Requirement[] = [
  documented('3.1.1', 3, 'It is written down what a browser must support, and what happens without it.', [
    'docs/security/sign-in.md#what-a-browser-must-support',
  ]),
  proven('3.2.1', 1, 'Browsers don’t interpret answers of the API in the wrong context.', [
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
    test('apps/server/test/http/http.test.ts', 'requests from other sites > are refused for queries too'),
  ]),
  proven('3.2.2', 1, 'Untrusted text is shown as text, never as markup.', [
    test('apps/e2e/src/pages.spec.ts', 'markup in a name is shown as text'),
    test('apps/e2e/src/authorization-code.spec.ts', 'the page after an authorization shows no text from its address'),
  ]),
  open(
    '3.2.3',
    3,
    'Client code is safe from DOM clobbering.',
    'React and ES modules keep nothing on the document; no test tries to clobber it.',
  ),
  proven('3.3.1', 1, 'Cookies are Secure and have a protective prefix.', [
    test('apps/server/test/http/http.test.ts', 'the session cookie > is bound to the host and to https'),
    test(
      'apps/server/test/http/oauth.test.ts',
      'the secrets of an authorization request > are bound to a cookie of their own, which is bound to the host',
    ),
    test(
      'apps/server/test/http/cookies.test.ts',
      'every cookie over https is short, and bound to this host, to https and to HTTP (OWASP ASVS 5.0, 3.3)',
    ),
  ]),
  proven('3.3.2', 2, 'Each cookie has the SameSite value that its purpose needs.', [
    test('apps/server/test/http/http.test.ts', 'the session cookie > is bound to the host and to https'),
    test(
      'apps/server/test/http/oauth.test.ts',
      'the secrets of an authorization request > are bound to a cookie of their own, which is bound to the host',
    ),
    test(
      'apps/server/test/http/cookies.test.ts',
      'every cookie over https is short, and bound to this host, to https and to HTTP (OWASP ASVS 5.0, 3.3)',
    ),
  ]),
  proven('3.3.3', 2, 'Cookies are bound to their host by the prefix __Host-.', [
    test('apps/server/test/http/http.test.ts', 'the session cookie > is bound to the host and to https'),
    test(
      'apps/server/test/http/oauth.test.ts',
      'the secrets of an authorization request > are bound to a cookie of their own, which is bound to the host',
    ),
    test(
      'apps/server/test/http/cookies.test.ts',
      'every cookie over https is short, and bound to this host, to https and to HTTP (OWASP ASVS 5.0, 3.3)',
    ),
  ]),
  proven('3.3.4', 2, 'The session token is in an HttpOnly cookie only, never in a body or a script.', [
    test('apps/server/test/http/http.test.ts', 'the session cookie > is bound to the host and to https'),
    test(
      'apps/server/test/http/smoke.test.ts',
      'the session token > is in no body, log line or database, and neither is a password',
    ),
    test(
      'apps/server/test/http/cookies.test.ts',
      'every cookie over https is short, and bound to this host, to https and to HTTP (OWASP ASVS 5.0, 3.3)',
    ),
  ]),
  proven('3.3.5', 3, 'Name and value of a cookie stay below 4096 bytes.', [
    test(
      'apps/server/test/http/cookies.test.ts',
      'every cookie over https is short, and bound to this host, to https and to HTTP (OWASP ASVS 5.0, 3.3)',
    ),
    test(
      'apps/server/test/http/raw-requests.test.ts',
      'a request > with our own cookies alone stays far below the size of a header that is refused',
    ),
  ]),
  proven('3.4.1', 1, 'Every answer has HSTS for a year or more, subdomains included.', [
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
    test(
      'apps/server/test/http/http.test.ts',
      'every answer > %s carries the security headers that a file needs, and no others',
    ),
    test(
      'apps/server/test/http/routes.test.ts',
      'an answer to another site > from %s shares nothing with it, whatever the method, and has the security headers',
    ),
  ]),
  proven('3.4.2', 1, 'Cross-origin access is allowed to listed origins only, or to none.', [
    test(
      'apps/server/test/http/routes.test.ts',
      'an answer to another site > from %s shares nothing with it, whatever the method, and has the security headers',
    ),
  ]),
  proven('3.4.3', 2, 'A content security policy forbids objects and base tags, and lists scripts.', [
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
    test(
      'apps/server/test/http/http.test.ts',
      'the web app > is one page for every navigation, with the nonce of the answer, and is not stored',
    ),
    test('apps/e2e/src/pages.spec.ts', 'in light and dark, wide and narrow, without a message in the console'),
    test(
      'apps/server/test/http/captcha.test.ts',
      'the content security policy > allows a page the origins of the provider, and nothing else beside its own',
    ),
    test(
      'apps/server/test/http/routes.test.ts',
      'an answer to another site > from %s shares nothing with it, whatever the method, and has the security headers',
    ),
  ]),
  proven('3.4.4', 2, 'Every answer forbids sniffing of its type.', [
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
    test(
      'apps/server/test/http/http.test.ts',
      'every answer > %s carries the security headers that a file needs, and no others',
    ),
    test(
      'apps/server/test/http/routes.test.ts',
      'an answer to another site > from %s shares nothing with it, whatever the method, and has the security headers',
    ),
  ]),
  proven('3.4.5', 2, 'The Referer header tells other sites nothing.', [
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
    test(
      'apps/server/test/http/routes.test.ts',
      'an answer to another site > from %s shares nothing with it, whatever the method, and has the security headers',
    ),
  ]),
  proven('3.4.6', 2, 'Every answer forbids framing by frame-ancestors.', [
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
    test(
      'apps/server/test/http/http.test.ts',
      'every answer > %s carries the security headers that a file needs, and no others',
    ),
    test(
      'apps/server/test/http/routes.test.ts',
      'an answer to another site > from %s shares nothing with it, whatever the method, and has the security headers',
    ),
  ]),
  open(
    '3.4.7',
    3,
    'The content security policy names where violations are reported.',
    'Not aimed at: a public endpoint for reports would be another thing to flood, and the end-to-end tests fail on a violation.',
  ),
  proven('3.4.8', 3, 'HTML documents have a window group of their own (COOP).', [
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
  ]),
  proven('3.5.1', 1, 'Requests that change something are shown to come from the app itself.', [
    test('apps/server/test/http/http.test.ts', 'requests from other sites > with %j get %d'),
    test(
      'apps/server/test/http/http.test.ts',
      'requests from other sites > are refused without a session too, and change nothing',
    ),
    test(
      'apps/server/test/http/request-matrix.test.ts',
      'a request is accepted only with its method, type, source and credentials, and a refusal stores nothing',
    ),
  ]),
  proven('3.5.2', 1, 'No sensitive call works as a simple request.', [
    test('apps/server/test/http/http.test.ts', 'requests from other sites > are refused as %j, which a form can send'),
    test(
      'apps/server/test/http/request-matrix.test.ts',
      'a request is accepted only with its method, type, source and credentials, and a refusal stores nothing',
    ),
  ]),
  proven('3.5.3', 1, 'GET, HEAD and OPTIONS change nothing.', [
    test(
      'apps/server/test/http/http.test.ts',
      'requests from other sites > can’t call a mutation through GET, HEAD or a method override',
    ),
    test(
      'apps/server/test/http/request-matrix.test.ts',
      'a request is accepted only with its method, type, source and credentials, and a refusal stores nothing',
    ),
  ]),
  proven('3.5.4', 2, 'Separate applications have separate host names.', [
    test('apps/server/test/http/http.test.ts', 'the session cookie > is bound to the host and to https'),
    test('apps/server/test/http/http.test.ts', 'requests from other sites > with %j get %d'),
  ]),
  notApplicable(
    '3.5.5',
    2,
    'Messages of other windows are checked for origin and form.',
    'Nothing listens to window messages. Tabs talk over BroadcastChannel, which one origin has for itself.',
  ),
  proven('3.5.6', 3, 'There is no JSONP.', [
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
    test('apps/server/test/http/http.test.ts', 'requests from other sites > are refused for queries too'),
  ]),
  proven('3.5.7', 3, 'Script files have no data of users.', [
    test(
      'apps/server/test/http/http.test.ts',
      'the web app > serves the files that it read at the start after the folder was deleted',
    ),
  ]),
  proven('3.5.8', 3, 'Authenticated resources can’t be embedded elsewhere.', [
    test('apps/server/test/http/http.test.ts', 'requests from other sites > are refused for queries too'),
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
    test(
      'apps/server/test/http/routes.test.ts',
      'an answer to another site > from %s shares nothing with it, whatever the method, and has the security headers',
    ),
  ]),
  proven('3.6.1', 3, 'Assets from elsewhere have fixed versions and integrity hashes.', [
    test('apps/e2e/src/pages.spec.ts', 'the pages request nothing from another host'),
  ]),
  proven('3.7.1', 2, 'Client technologies are ones that are still maintained.', [
    test('apps/e2e/src/pages.spec.ts', 'the pages request nothing from another host'),
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
  ]),
  proven('3.7.2', 2, 'Automatic redirects to other sites go to allowed hosts only.', [
    test(
      'packages/schema/src/return-to.test.ts',
      'where to go after signing in > never leaves the origin, whatever is made of the parts of an address',
    ),
    test('apps/e2e/src/sign-in.spec.ts', 'signing in never leads to ${elsewhere}'),
    test('apps/server/test/http/grants.test.ts', 'a program that opens the browser > is not redirected to with %s'),
  ]),
  open(
    '3.7.3',
    3,
    'A user is told before leaving the app, and may cancel.',
    'Not aimed at: the only pages elsewhere are providers, behind a button that names them, and clients, behind a consent page.',
  ),
  open(
    '3.7.4',
    3,
    'The domain is on the browsers’ HSTS preload list.',
    'The operator’s decision about their domain; the header has what the list requires but its word preload.',
  ),
  open(
    '3.7.5',
    3,
    'An unsupported browser is treated as documented.',
    'A page without JavaScript says so; no other feature is asked for before it is used ([sign in](sign-in.md#what-a-browser-must-support)).',
  ),
]
