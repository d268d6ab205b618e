import { documented, notApplicable, open, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 11: Cryptography. */
export const cryptographyRequirements: readonly Requirement[] = [
  documented('11.1.1', 2, 'Keys have a documented life, and are shared with few.', [
    'docs/security/crypto.md#keys-and-secrets',
  ]),
  proven('11.1.2', 2, 'There is an inventory of cryptography.', [
    test(
      'scripts/crypto-inventory.test.ts',
      'the inventory of cryptography > lists every algorithm that the sources name, and no other',
    ),
    'docs/security/crypto.md#algorithms',
  ]),
  proven('11.1.3', 3, 'Cryptography in the sources is found by a program.', [
    test(
      'scripts/crypto-inventory.test.ts',
      'the inventory of cryptography > lists every algorithm that the sources name, and no other',
    ),
  ]),
  documented('11.1.4', 3, 'There is a plan for weaker algorithms and quantum computers.', [
    'docs/security/crypto.md#when-an-algorithm-weakens',
  ]),
  proven('11.2.1', 2, 'Cryptography comes from proven libraries.', [
    test(
      'scripts/crypto-inventory.test.ts',
      'the inventory of cryptography > knows every package for cryptography that the sources import',
    ),
  ]),
  proven('11.2.2', 2, 'Algorithms, parameters and keys can be replaced.', [
    test(
      'packages/auth/src/passwords/password-service.test.ts',
      'signing in > replaces the hash by one with new parameters, and the password stays the same',
    ),
    test(
      'packages/auth/src/tokens/token-service.test.ts',
      'signing keys > are published before they sign, and until the last token that they signed has expired',
    ),
    test(
      'packages/auth/src/core/app-secrets.test.ts',
      'app secrets > open a text that an older secret sealed until that secret is removed',
    ),
  ]),
  proven('11.2.3', 2, 'Everything has 128 bits of security or more.', [
    test('apps/server/test/http/tokens.test.ts', 'the published keys > are for the configured algorithm'),
    test('apps/server/test/config/config.test.ts', 'the configuration > refuses %j and names the variable'),
  ]),
  open(
    '11.2.4',
    3,
    'Secrets are handled in constant time.',
    'Secrets are looked up by their hash, and what is compared is compared with timingSafeEqual; no test measures it.',
  ),
  proven('11.2.5', 3, 'Failures of cryptography refuse, and tell nothing.', [
    test(
      'packages/auth/src/core/app-secrets.test.ts',
      'app secrets > refuse to open a sealed text that was changed, cut or moved to another context',
    ),
  ]),
  proven('11.3.1', 1, 'No ECB and no weak padding.', [
    test(
      'scripts/crypto-inventory.test.ts',
      'the inventory of cryptography > lists every algorithm that the sources name, and no other',
    ),
  ]),
  proven('11.3.2', 1, 'Approved ciphers only.', [
    test(
      'packages/auth/src/core/app-secrets.test.ts',
      'app secrets > open a text that they sealed, and seal it differently each time',
    ),
    test(
      'apps/server/test/attacks/leaked-database.test.ts',
      'a copy of the database holds no value that works as any kind of credential',
    ),
  ]),
  proven('11.3.3', 2, 'Encrypted data is authenticated.', [
    test(
      'packages/auth/src/core/app-secrets.test.ts',
      'app secrets > refuse to open a sealed text that was changed, cut or moved to another context',
    ),
  ]),
  proven('11.3.4', 3, 'No nonce is used twice with a key.', [
    test(
      'packages/auth/src/core/app-secrets.test.ts',
      'app secrets > open a text that they sealed, and seal it differently each time',
    ),
  ]),
  notApplicable(
    '11.3.5',
    3,
    'What combines encryption and a MAC encrypts first.',
    'Encryption is authenticated in itself (AES-256-GCM).',
  ),
  proven('11.4.1', 1, 'Approved hashes only.', [
    test(
      'scripts/crypto-inventory.test.ts',
      'the inventory of cryptography > lists every algorithm that the sources name, and no other',
    ),
  ]),
  proven('11.4.2', 2, 'Passwords are stored with a slow hash and current parameters.', [
    test(
      'packages/auth/src/passwords/argon2-hasher.test.ts',
      'argon2id hashing > uses 19 MiB, two passes and one lane by default, and a new salt for each hash',
    ),
    test('apps/server/test/config/production-rules.test.ts', 'the rules of production > refuse %j: %s'),
  ]),
  proven('11.4.3', 2, 'Hashes of signatures have 256 bits or more.', [
    test('apps/server/test/http/tokens.test.ts', 'the published keys > are for the configured algorithm'),
    test(
      'scripts/crypto-inventory.test.ts',
      'the inventory of cryptography > lists every algorithm that the sources name, and no other',
    ),
  ]),
  proven('11.4.4', 2, 'Keys from passwords are stretched.', [
    test('apps/server/test/config/secret-strength.test.ts', 'refuses %j'),
    test('apps/server/test/config/secret-strength.test.ts', 'refuses what repeats a shorter text'),
  ]),
  proven('11.5.1', 2, 'Unguessable values are random, with 128 bits or more.', [
    test('packages/auth/src/core/secret.test.ts', 'a secret > is 32 random bytes in base64url, and unique'),
    test(
      'apps/server/test/http/oauth.test.ts',
      'signing in through a provider > sends PKCE, a state, a nonce, and the smallest scope',
    ),
    test(
      'scripts/sources.test.ts',
      'no source of the server takes guessable random numbers, and the domain gets its own from node:crypto',
    ),
  ]),
  proven('11.5.2', 3, 'Randomness is sound under load.', [
    test(
      'scripts/sources.test.ts',
      'no source of the server takes guessable random numbers, and the domain gets its own from node:crypto',
    ),
  ]),
  proven('11.6.1', 2, 'Keys and signatures are made in approved ways.', [
    test(
      'apps/server/test/http/tokens.test.ts',
      'the published keys > are public keys, can be cached, and verify a token',
    ),
    test('apps/server/test/http/tokens.test.ts', 'the published keys > are for the configured algorithm'),
  ]),
  open(
    '11.6.2',
    3,
    'Keys are exchanged with secure parameters.',
    'The proxy’s TLS; outbound calls have Node’s defaults.',
  ),
  open('11.7.1', 3, 'Memory is encrypted.', 'Not aimed at: the operator’s machine.'),
  open(
    '11.7.2',
    3,
    'Little is exposed while it is processed.',
    'Not aimed at: passwords are JavaScript strings until they are collected.',
  ),
]
