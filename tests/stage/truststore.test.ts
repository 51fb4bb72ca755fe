import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/errors.js'
import { createTruststore } from '../../src/stage/truststore.js'
import { CERTIFICATES } from './certificates.js'

const NOW = Date.UTC(2030, 0, 1)
type Name = keyof typeof CERTIFICATES

function trusts(trusted: readonly Name[], client: Name, chain: readonly Name[] = [], now = NOW): string {
  const store = createTruststore(trusted.map((name) => CERTIFICATES[name]).join('\n'))
  const shown = { clientCertPem: CERTIFICATES[client], chainPem: chain.map((name) => CERTIFICATES[name]) }
  const verdict = store.verify(shown, now)
  return verdict.isTrusted ? 'trusted' : verdict.reason
}

describe('a truststore', () => {
  test.each<readonly [why: string, trusted: Name[], client: Name, chain: Name[]]>([
    ['signed by a root of the truststore', ['root'], 'direct', []],
    ['signed by an intermediate of the truststore', ['root', 'issuing'], 'client', []],
    ['whose intermediate the client shows', ['root'], 'client', ['issuing']],
    ['among several roots of one name', ['imposter', 'root'], 'direct', []],
    ['with four certificates in its chain', ['root', 'level1', 'level2'], 'four', []],
    ['with an RSA key of 2,048 bits', ['root'], 'rsa', []],
    ['signed with RSASSA-PSS and SHA-256', ['pssRoot'], 'pssClient', []],
    ['that signs itself and is in the truststore', ['selfSigned'], 'selfSigned', []],
  ])('trusts a certificate %s', (_, trusted, client, chain) => {
    expect(trusts(trusted, client, chain)).toBe('trusted')
  })

  test.each<readonly [why: string, reason: RegExp, trusted: Name[], client: Name, chain: Name[]]>([
    ['of another root of the same name', /no chain/, ['root'], 'forged', []],
    ['whose root only the client shows', /no chain/, ['root'], 'forged', ['imposter']],
    ['whose intermediate is nowhere', /no chain/, ['root'], 'client', []],
    ['whose intermediate is trusted but not its root', /no chain/, ['issuing'], 'client', []],
    ['that signs itself', /no chain/, ['root'], 'selfSigned', ['selfSigned']],
    ['signed by a certificate that is no authority', /no chain/, ['root', 'direct'], 'byClient', ['direct']],
    ['below more authorities than one of them allows', /no chain/, ['root'], 'tooDeep', ['issuing', 'below']],
    ['with five certificates in its chain', /no chain/, ['root', 'level1', 'level2', 'level3'], 'five', []],
    ['signed with SHA-1', /no chain/, ['root'], 'sha1', []],
    ['signed with RSASSA-PSS and SHA-1', /no chain/, ['pssRoot'], 'pssSha1', []],
    ['with a curve of 224 bits', /its key/, ['root'], 'smallCurve', []],
    ['with an RSA key of 1,024 bits', /its key/, ['root'], 'smallRsa', []],
    ['for servers', /not meant for clients/, ['root'], 'server', []],
    ['below constraints on names that are not understood', /no chain/, ['root', 'constrained'], 'underConstrained', []],
  ])('refuses a certificate %s', (_, reason, trusted, client, chain) => {
    expect(trusts(trusted, client, chain)).toMatch(reason)
  })

  test('goes by the clock of the gateway', () => {
    const day = 86_400_000
    const issued = Date.UTC(2026, 10, 24)
    expect(trusts(['root'], 'short', [], issued + 10 * day)).toBe('trusted')
    expect(trusts(['root'], 'short', [], issued - day)).toMatch(/not valid yet/)
    expect(trusts(['root'], 'short', [], issued + 32 * day)).toMatch(/has expired/)
    expect(trusts(['root'], 'short', [], Number.NaN)).toMatch(/not valid yet/)
    expect(trusts(['root', 'issuing'], 'client', [], Date.UTC(2200, 0))).toMatch(/expired/)
  })

  test('tells what the context shows of the certificate', () => {
    const store = createTruststore(CERTIFICATES.root)
    expect(store.verify({ clientCertPem: CERTIFICATES.direct }, NOW)).toMatchObject({
      isTrusted: true,
      clientCert: {
        clientCertPem: CERTIFICATES.direct,
        subjectDN: 'CN=Direct',
        issuerDN: 'C=US,O=Example,CN=Example Root',
        serialNumber: '1',
        validity: { notBefore: expect.stringMatching(/ 2026 GMT$/), notAfter: expect.stringMatching(/ 2126 GMT$/) },
      },
    })
  })

  test('refuses a bundle that is empty, broken, or holds keys', () => {
    for (const pem of [
      '',
      'hello',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      `${CERTIFICATES.root}\n-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----`,
      CERTIFICATES.root.repeat(1001),
      ' '.repeat(1_048_577),
    ]) {
      expect(() => createTruststore(pem, '/domains/a/truststore')).toThrow(ConfigError)
    }
  })

  test('refuses whatever bytes a client shows, and never throws', () => {
    const store = createTruststore(CERTIFICATES.root)
    const pem = (bytes: Uint8Array): string =>
      `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE-----\n`
    const der = Buffer.from(CERTIFICATES.direct.replace(/-----[^-]+-----|\s/g, ''), 'base64')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: der.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const mutated = Buffer.from(der)
        mutated[at] = (mutated[at] as number) ^ flip
        return !store.verify({ clientCertPem: pem(mutated) }, NOW).isTrusted
      }),
      { numRuns: 300 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, text) => {
        expect(store.verify({ clientCertPem: pem(bytes) }, NOW).isTrusted).toBe(false)
        expect(store.verify({ clientCertPem: text }, NOW).isTrusted).toBe(false)
        const shown = { clientCertPem: CERTIFICATES.client, chainPem: [pem(bytes), text] }
        expect(store.verify(shown, NOW).isTrusted).toBe(false)
      }),
    )
  })

  test('verifies no more than it has to of a chain that leads in circles', () => {
    const store = createTruststore(CERTIFICATES.root)
    const chainPem = Array.from({ length: 5000 }, () => CERTIFICATES.below)
    expect(store.verify({ clientCertPem: CERTIFICATES.tooDeep, chainPem }, NOW).isTrusted).toBe(false)
  })
})
