import { notApplicable, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 10: OAuth and OpenID Connect. */
export const oauthRequirements: readonly Requirement[] = [
  proven('10.1.1', 2, 'Tokens reach only the components that need them.', [
    test(
      'packages/auth/src/oauth/providers/github.test.ts',
      'identify > sends the secret to the token endpoint, and the access token to the API only',
    ),
    test(
      'apps/server/test/http/smoke.test.ts',
      'the session token > is in no body, log line or database, and neither is a password',
    ),
    test(
      'apps/server/test/http/oauth.test.ts',
      'the secrets of an authorization request > are in no log, error or answer, and the database has no state',
    ),
  ]),
  proven('10.1.2', 2, 'Codes and ID tokens are accepted in the browser that asked for them.', [
    test(
      'apps/server/test/http/oauth.test.ts',
      'a callback > works only in the browser that sent the authorization request',
    ),
    test('apps/server/test/http/oauth.test.ts', 'a callback > works once'),
    test('apps/server/test/http/oauth.test.ts', 'connecting accounts > is bound to the session that started it'),
  ]),
  proven('10.2.1', 2, 'The code flow is protected from requests of other sites by PKCE or state.', [
    test(
      'apps/server/test/http/oauth.test.ts',
      'signing in through a provider > sends PKCE, a state, a nonce, and the smallest scope',
    ),
    test('apps/server/test/http/oauth.test.ts', 'a callback > works only with its own code'),
  ]),
  proven('10.2.2', 2, 'Answers of one provider are not taken for those of another.', [
    test('apps/server/test/http/oauth.test.ts', 'a hostile response > of %s, %s, is refused with %s'),
    test(
      'apps/server/test/http/oauth.test.ts',
      'a callback > works only for the provider of its authorization request',
    ),
  ]),
  proven('10.2.3', 3, 'No more scopes are asked for than are needed.', [
    test(
      'apps/server/test/http/oauth.test.ts',
      'signing in through a provider > sends PKCE, a state, a nonce, and the smallest scope',
    ),
  ]),
  proven('10.3.1', 2, 'The API accepts only tokens that are meant for it.', [
    test(
      'apps/server/test/http/token-resources.test.ts',
      'an access token > is for the resource that each grant names, and this server takes only its own',
    ),
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'under %s, a token > %s is refused at little cost, and is not repeated in answers and logs',
    ),
  ]),
  proven('10.3.2', 2, 'What a token permits decides.', [
    test(
      'packages/api/src/app-router.test.ts',
      'the router > lets an approved client call no more than the consent page tells its user',
    ),
    test(
      'apps/server/test/http/bearer.test.ts',
      'under %s, a token of ours > stands for a client session of its own user, and for no other',
    ),
  ]),
  proven('10.3.3', 2, 'Users are identified by issuer and subject.', [
    test(
      'apps/server/test/http/bearer.test.ts',
      'under %s, a token of ours > stands for a client session of its own user, and for no other',
    ),
  ]),
  proven('10.3.4', 2, 'Strength and age of an authentication are checked where they matter.', [
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > never has a step-up: calls that require one are refused',
    ),
  ]),
  open(
    '10.3.5',
    3,
    'Access tokens are bound to their sender.',
    'Not aimed at: tokens live for ten minutes, and refresh tokens are used once.',
  ),
  proven('10.4.1', 1, 'Redirect URIs are compared exactly.', [
    test('packages/auth/src/clients/redirect-uri.test.ts', 'a redirect URI > that is registered as %s may not be %s'),
    test('apps/server/test/http/grants.test.ts', 'a program that opens the browser > is not redirected to with %s'),
  ]),
  proven('10.4.2', 1, 'A code works once; a second use ends what the first one gave.', [
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > redeems its code once, and loses its session when the code is used again',
    ),
    test(
      'apps/server/test/http/grants.test.ts',
      'two processes on one database > give one session for a code that many requests redeem, in each of 50 rounds',
    ),
  ]),
  proven('10.4.3', 1, 'Codes live for ten minutes at most, for level 3 one.', [
    test('apps/server/test/http/grants.test.ts', 'a program that opens the browser > can redeem its code for a minute'),
  ]),
  proven('10.4.4', 1, 'Only needed grants exist; neither implicit nor password grant.', [
    test(
      'apps/server/test/http/grants.test.ts',
      'the endpoints > refuse %s with an error code of OAuth, and store nothing',
    ),
    test(
      'apps/server/test/http/tokens.test.ts',
      'a client without cookies > gets no tokens for a password where they are switched off',
    ),
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > receives an error for %s, and the user sees no consent request',
    ),
  ]),
  proven('10.4.5', 1, 'A replayed refresh token is noticed, and ends its family.', [
    test('apps/server/test/http/tokens.test.ts', 'refreshing'),
    test(
      'packages/auth/src/tokens/token-service.test.ts',
      'a refresh token > that was used more than ten seconds ago ends the session for both of its holders',
    ),
  ]),
  proven('10.4.6', 2, 'PKCE with S256 is required and verified.', [
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > receives an error for %s, and the user sees no consent request',
    ),
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > gets nothing for its code with %s',
    ),
    test('packages/auth/src/grants/pkce.test.ts', 'accepts the example of RFC 7636, appendix B'),
  ]),
  notApplicable(
    '10.4.7',
    2,
    'Dynamic registration of clients is protected.',
    'Clients are registered by the operator.',
  ),
  proven('10.4.8', 2, 'Refresh tokens have an absolute end.', [
    test(
      'packages/auth/src/tokens/token-service.test.ts',
      'a refresh token > is refused to another client, when it is unknown, and after the absolute limit',
    ),
  ]),
  proven('10.4.9', 2, 'Users can revoke tokens in the app.', [
    test(
      'apps/server/test/http/tokens.test.ts',
      'a client without cookies > calls the same procedures, is listed as a session, and is refused once that is ended',
    ),
    test(
      'apps/e2e/src/access.spec.ts',
      'a client with tokens is on the list, and is refused once its session is ended there',
    ),
  ]),
  notApplicable(
    '10.4.10',
    2,
    'Confidential clients are authenticated.',
    'All clients are public ([021](../decisions/021-grants.md)).',
  ),
  proven('10.4.11', 2, 'Clients get only the permissions that they need.', [
    test(
      'packages/api/src/app-router.test.ts',
      'the router > lets an approved client call no more than the consent page tells its user',
    ),
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > receives an error for %s, and the user sees no consent request',
    ),
  ]),
  proven('10.4.12', 3, 'A client’s response modes are restricted.', [
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > receives an error for %s, and the user sees no consent request',
    ),
  ]),
  open('10.4.13', 3, 'Authorization requests are pushed (PAR).', 'Not aimed at.'),
  open('10.4.14', 3, 'All access tokens are bound to their sender.', 'Not aimed at, as 10.3.5.'),
  notApplicable('10.4.15', 3, 'Authorization details can’t be tampered with.', 'There are no authorization details.'),
  open('10.4.16', 3, 'Clients are authenticated with strong, asymmetric means.', 'Not aimed at: clients are public.'),
  proven('10.5.1', 2, 'An ID token can’t be replayed.', [
    test('apps/server/test/http/oauth.test.ts', 'a hostile response > of %s, %s, is refused with %s'),
    test('apps/server/test/http/oauth.test.ts', 'a callback > works once'),
  ]),
  proven('10.5.2', 2, 'A user is identified by a claim that is not reassigned.', [
    test(
      'apps/server/test/http/oauth.test.ts',
      'signing in through a provider > recognises the user by the subject, although the email changed',
    ),
    test(
      'packages/auth/src/oauth/providers/id-token.test.ts',
      'refuses the subject %j, which is not a well-formed string of 1 to 255 characters',
    ),
  ]),
  proven('10.5.3', 2, 'The issuer of the metadata is exactly the configured one.', [
    test('packages/auth/src/oauth/providers/openid-provider.test.ts', 'a discovery document > %s is refused'),
  ]),
  proven('10.5.4', 2, 'The audience of an ID token is this client.', [
    test('apps/server/test/http/oauth.test.ts', 'a hostile response > of %s, %s, is refused with %s'),
  ]),
  notApplicable(
    '10.5.5',
    2,
    'Logout tokens are verified.',
    'There is no back-channel logout ([sign in](sign-in.md#sessions-and-providers)).',
  ),
  notApplicable('10.6.1', 2, 'An OpenID provider limits response types.', 'This server gives out no ID tokens.'),
  notApplicable(
    '10.6.2',
    2,
    'An OpenID provider protects users from forced logout.',
    'This server gives out no ID tokens, and ends no session for another one.',
  ),
  proven('10.7.1', 2, 'The user consents to each request.', [
    test(
      'apps/server/test/http/grants.test.ts',
      'a program that opens the browser > is not approved without a step-up, without a session, or by another program',
    ),
    test(
      'apps/e2e/src/authorization-code.spec.ts',
      'an authorization request of a loopback client > is not approved by a click that was meant for a window on top',
    ),
  ]),
  proven('10.7.2', 2, 'The text of the consent is clear.', [
    test(
      'packages/api/src/app-router.test.ts',
      'the router > lets an approved client call no more than the consent page tells its user',
    ),
    test(
      'apps/e2e/src/authorization-code.spec.ts',
      'an authorization request of a loopback client > asks for a sign-in first, returns a code, and its session is on the Access page',
    ),
  ]),
  proven('10.7.3', 2, 'Users see and revoke their consents.', [
    test(
      'apps/e2e/src/access.spec.ts',
      'a client with tokens is on the list, and is refused once its session is ended there',
    ),
  ]),
]
