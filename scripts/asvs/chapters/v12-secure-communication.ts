import { notApplicable, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 12: Secure communication. */
export const secureCommunicationRequirements: readonly Requirement[] = [
  open(
    '12.1.1',
    1,
    'TLS 1.2 and 1.3 only.',
    'The proxy in front decides: those of [examples/deploy](../guides/deploy.md#4-proxy) speak TLS 1.2 and 1.3 with ECDHE, and `pnpm test:proxy` runs them.',
  ),
  open(
    '12.1.2',
    2,
    'Strong cipher suites only, the strongest preferred.',
    'The proxy in front decides: those of [examples/deploy](../guides/deploy.md#4-proxy) speak TLS 1.2 and 1.3 with ECDHE, and `pnpm test:proxy` runs them.',
  ),
  notApplicable(
    '12.1.3',
    2,
    'Client certificates are validated before their identity counts.',
    'There are no client certificates.',
  ),
  open('12.1.4', 3, 'Revocation of certificates is checked, as by stapling.', 'The proxy in front decides.'),
  open('12.1.5', 3, 'Encrypted Client Hello is on.', 'The proxy in front decides.'),
  proven('12.2.1', 1, 'Everything from outside is TLS, without a fallback.', [
    test('apps/server/test/config/config.test.ts', 'the configuration > refuses %j and names the variable'),
    test('apps/server/test/http/http.test.ts', 'every answer > %s carries the security headers and a request id'),
  ]),
  open(
    '12.2.2',
    1,
    'Public services have publicly trusted certificates.',
    'The operator gets the certificate ([deployment](../guides/deploy.md#4-proxy)).',
  ),
  proven('12.3.1', 2, 'Every connection in and out is encrypted.', [
    test('apps/server/test/config/config.test.ts', 'the configuration > refuses %j and names the variable'),
    test('apps/server/test/config/config.test.ts', 'providers > are refused as %j'),
    'docs/security/connections.md#outbound-connections',
  ]),
  proven('12.3.2', 2, 'TLS clients verify certificates.', [
    test(
      'packages/auth/src/oauth/providers/openid-provider.test.ts',
      'over https > a certificate that no authority signed is refused, and nothing is sent',
    ),
  ]),
  notApplicable('12.3.3', 2, 'Internal HTTP services speak TLS.', 'One process: there are no internal services.'),
  notApplicable(
    '12.3.4',
    2,
    'Internal certificates are trusted explicitly.',
    'One process: there are no internal services.',
  ),
  notApplicable(
    '12.3.5',
    3,
    'Internal services authenticate each other strongly.',
    'One process: there are no internal services.',
  ),
]
