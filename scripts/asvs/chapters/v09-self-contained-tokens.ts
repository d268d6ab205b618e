import { proven, test, type Requirement } from '../requirement.ts'

/** Chapter 9: Self-contained tokens. */
export const selfContainedTokensRequirements: readonly Requirement[] = [
  proven('9.1.1', 1, 'A signature is verified before the content is believed.', [
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'under %s, a token > %s is refused at little cost, and is not repeated in answers and logs',
    ),
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'under %s, a token > is refused once one character is changed, missing or added',
    ),
  ]),
  proven('9.1.2', 1, 'Algorithms are on an allow-list, without none, symmetric and asymmetric ones apart.', [
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'under %s, a token > %s is refused at little cost, and is not repeated in answers and logs',
    ),
  ]),
  proven('9.1.3', 1, 'Keys come from configured sources, never from the token.', [
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'under %s, a token > %s is refused at little cost, and is not repeated in answers and logs',
    ),
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'the watch for outbound connections > sees each kind of outbound call',
    ),
  ]),
  proven('9.2.1', 1, 'The times of a token are enforced.', [
    test(
      'apps/server/test/http/bearer.test.ts',
      'under %s, a token of ours > expires ten minutes after it was signed, although its claim says later',
    ),
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'under %s, a token > %s is refused at little cost, and is not repeated in answers and logs',
    ),
  ]),
  proven('9.2.2', 2, 'A token of another type is refused.', [
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'under %s, a token > %s is refused at little cost, and is not repeated in answers and logs',
    ),
    test(
      'packages/auth/src/tokens/token-service.test.ts',
      'a session cookie and a client token > are not interchangeable: neither authenticates the session of the other',
    ),
  ]),
  proven('9.2.3', 2, 'A token for another audience is refused.', [
    test(
      'apps/server/test/attacks/token-attacks.test.ts',
      'under %s, a token > %s is refused at little cost, and is not repeated in answers and logs',
    ),
    test(
      'packages/auth/src/tokens/token-service.test.ts',
      'an access token > authenticates its session, and has the claims of RFC 9068 and no others',
    ),
  ]),
  proven('9.2.4', 2, 'Audiences that share a signing key have names of their own.', [
    test(
      'apps/server/test/http/token-resources.test.ts',
      'an access token > is for the resource that each grant names, and this server takes only its own',
    ),
    test(
      'apps/server/test/client/examples.test.ts',
      'the service > accepts a token for itself until it expires, and for a payment a minute after it was issued',
    ),
  ]),
]
