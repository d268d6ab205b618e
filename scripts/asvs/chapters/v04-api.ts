import { notApplicable, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 4: API and web service. */
export const apiRequirements: readonly Requirement[] = [
  proven('4.1.1', 1, 'Content-Type matches the body and states the charset.', [
    test('apps/server/test/http/bad-input.test.ts', 'bad input > that is refused as a whole > %s gets %d'),
    test(
      'apps/server/test/http/http.test.ts',
      'the web app > is one page for every navigation, with the nonce of the answer, and is not stored',
    ),
    test('apps/server/test/http/raw-requests.test.ts', 'a request > that Node refuses gets a reason'),
  ]),
  open(
    '4.1.2',
    2,
    'Only pages redirect from HTTP to HTTPS; an API refuses.',
    'The proxy in front decides, and that of [examples/deploy](../guides/deploy.md#4-proxy) redirects every request of port 80. The server redirects nothing.',
  ),
  proven('4.1.3', 2, 'Clients can’t override headers that a proxy sets.', [
    test(
      'apps/server/test/http/trusted-proxies.test.ts',
      'the address of a client > with trust in %j and the peer %s, “%s” is %s',
    ),
    test(
      'apps/server/test/http/forwarded-address.test.ts',
      'behind a proxy that appends the address of its client > a client is limited by that address, with another one of its own in each request',
    ),
  ]),
  proven('4.1.4', 3, 'Unused HTTP methods are refused.', [
    test('apps/server/test/http/http.test.ts', 'every answer > has status 405 for a method that has no handler'),
    test('apps/server/test/http/raw-requests.test.ts', 'a request > with %s gets its answers and no other'),
  ]),
  open(
    '4.1.5',
    3,
    'Very sensitive messages are signed one by one.',
    'Not aimed at: no message passes through more than one party.',
  ),
  proven('4.2.1', 2, 'All parties agree where a message ends.', [
    test('apps/server/test/http/raw-requests.test.ts', 'a request > with %s gets its answers and no other'),
    'docs/guides/deploy.md#4-proxy',
  ]),
  proven('4.2.2', 3, 'The Content-Length that is sent is that of the body.', [
    test('apps/server/test/http/raw-requests.test.ts', 'a request > with %s gets its answers and no other'),
    test(
      'apps/server/test/http/http.test.ts',
      'the web app > answers conditional requests and HEAD without a body, with one tag for each encoding',
    ),
  ]),
  notApplicable(
    '4.2.3',
    3,
    'HTTP/2 and HTTP/3 messages with connection headers are refused.',
    'The server speaks HTTP/1.1; a proxy ends HTTP/2.',
  ),
  notApplicable(
    '4.2.4',
    3,
    'HTTP/2 and HTTP/3 headers with line breaks are refused.',
    'The server speaks HTTP/1.1; a proxy ends HTTP/2.',
  ),
  proven('4.2.5', 3, 'Outgoing URLs and headers are bounded.', [
    test('apps/server/test/http/oauth.test.ts', 'a callback > is refused with %j: %s'),
    test('packages/schema/src/return-to.test.ts', 'where to go after signing in > may not be %j'),
  ]),
  notApplicable(
    '4.3.1',
    2,
    'Queries of GraphQL are bounded in cost.',
    'There is no GraphQL. Batches of tRPC are bounded.',
  ),
  notApplicable('4.3.2', 2, 'Introspection of GraphQL is off in production.', 'There is no GraphQL.'),
  notApplicable(
    '4.4.1',
    1,
    'WebSockets run over TLS only.',
    'There are no WebSockets; streams are server-sent events of the same procedures.',
  ),
  notApplicable('4.4.2', 2, 'The origin of a WebSocket is checked.', 'There are no WebSockets.'),
  notApplicable('4.4.3', 2, 'Tokens of sockets obey the rules of sessions.', 'There are no WebSockets.'),
  notApplicable('4.4.4', 2, 'Tokens of sockets come from an authenticated session.', 'There are no WebSockets.'),
]
