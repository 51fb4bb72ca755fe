import { beforeAll, describe, expect, it } from 'vitest'
import { createKeySet, createStaticKeySet, createTokenVerifier, type TokenVerifier } from '../../src/jwt/index.js'
import {
  createIssuer,
  DISCOVERY_URL,
  ISSUER,
  type Issuer,
  JWKS_URL,
  newSigner,
  outcome,
  sign,
  type Signer,
  START,
} from './support.js'

const HOURS = 3_600_000
let first: Signer
let second: Signer
beforeAll(async () => {
  first = await newSigner('k1')
  second = await newSigner('k2')
})

function setUp(source: { url?: string; issuer?: string } = { url: JWKS_URL }): Issuer & { verifier: TokenVerifier } {
  const issuer = createIssuer(first)
  const { http, clock } = issuer
  const keys = createKeySet({ ...source, http, clock })
  return { ...issuer, verifier: createTokenVerifier({ issuer: ISSUER, keys, clock }) }
}

const long = (signer: Signer, sub = 'user-1'): Promise<string> => sign(signer, { sub, exp: START + 1_000_000 })

describe('keys of an issuer', () => {
  it('are fetched once for all that wait', async () => {
    const { verifier, fetched } = setUp()
    const tokens = await Promise.all(['a', 'b', 'c'].map((sub) => long(first, sub)))
    await Promise.all(tokens.map(async (token) => verifier.verify(token)))
    expect(fetched).toEqual([JWKS_URL])
  })

  it('are kept two hours, also under remembered tokens', async () => {
    const { verifier, fetched, clock } = setUp()
    const token = await long(first)
    await verifier.verify(token)
    await clock.advance(2 * HOURS - 1)
    expect(verifier.verify(token)).not.toBeInstanceOf(Promise)
    await clock.advance(1)
    await verifier.verify(token)
    expect(fetched).toHaveLength(2)
    expect(verifier.verify(token)).not.toBeInstanceOf(Promise)
  })

  it('that were taken back end their tokens within two hours', async () => {
    const { verifier, serve, clock } = setUp()
    const token = await long(first)
    await verifier.verify(token)
    serve(second)
    await clock.advance(2 * HOURS)
    expect(await outcome(() => verifier.verify(token))).toBe('unknown-key')
  })

  it('are fetched for a new key, which ends what the old ones verified', async () => {
    const { verifier, serve, clock, fetched } = setUp()
    const old = await long(first)
    await verifier.verify(old)
    serve(second)
    await clock.advance(30_000)
    expect(await outcome(async () => verifier.verify(await long(second)))).toBe('ok')
    expect(fetched).toHaveLength(2)
    expect(await outcome(() => verifier.verify(old))).toBe('unknown-key')
  })

  it('that come back unchanged leave remembered tokens remembered', async () => {
    const { verifier, clock, fetched } = setUp()
    const token = await long(first)
    await verifier.verify(token)
    await clock.advance(30_000)
    expect(await outcome(async () => verifier.verify(await long(second)))).toBe('unknown-key')
    expect(fetched).toHaveLength(2)
    expect(verifier.verify(token)).not.toBeInstanceOf(Promise)
  })

  it('are asked for at most once in 30 s, however many key ids are made up, and also when that fails', async () => {
    const { verifier, clock, fetched, answers } = setUp()
    await verifier.verify(await long(first))
    const madeUp = async (kid: string): Promise<string> =>
      outcome(async () => verifier.verify(await long({ ...second, kid })))
    for (let i = 0; i < 20; i++) expect(await madeUp(`early-${i}`)).toBe('unknown-key')
    expect(fetched).toHaveLength(1)
    await clock.advance(30_000)
    answers.set(JWKS_URL, new Error('down'))
    expect(await madeUp('one')).not.toBe('ok')
    for (let i = 0; i < 20; i++) expect(await madeUp(`late-${i}`)).toBe('unknown-key')
    expect(fetched).toHaveLength(2)
    // The known keys are good all the while.
    expect(await outcome(async () => verifier.verify(await long(first, 'another')))).toBe('ok')
  })
})

describe('keys that cannot be had admit nobody', () => {
  it.each<[string, unknown]>([
    ['network error', new Error('refused')],
    ['status 500', 500],
    ['redirect', 302],
    ['no JSON', '<html>'],
    ['no key set', { error: 'x' }],
    ['null', 'null'],
    ['keys that are no objects', { keys: [null, 1] }],
    ['too large', { keys: [], filler: 'x'.repeat(1_000_001) }],
  ])('%s', async (_, answer) => {
    const { verifier, answers, serve } = setUp()
    answers.set(JWKS_URL, answer)
    const token = await long(first)
    expect(await outcome(() => verifier.verify(token))).toMatch(/^error/)
    serve(first)
    expect(await outcome(() => verifier.verify(token))).toBe('ok')
  })

  it('when the issuer does not answer in 5 s', async () => {
    const { verifier, answers, clock } = setUp()
    answers.set(JWKS_URL, 'never')
    const result = outcome(async () => verifier.verify(await long(first)))
    let settled = false
    void result.then(() => (settled = true))
    // Until the call waits on the clock; signing runs outside it.
    while (clock.nextTimerAt() === undefined) await new Promise((resolve) => setImmediate(resolve))
    await clock.advance(4999)
    expect(settled).toBe(false)
    await clock.advance(1)
    expect(await result).toMatch(/^error/)
  })

  it('nor do remembered tokens when the keys have grown too old', async () => {
    const { verifier, answers, clock } = setUp()
    const token = await long(first)
    await verifier.verify(token)
    answers.set(JWKS_URL, 503)
    await clock.advance(2 * HOURS)
    expect(await outcome(() => verifier.verify(token))).toMatch(/^error/)
  })

  it('an empty set, or one whose key is broken, refuses the token', async () => {
    const { verifier, answers, clock } = setUp()
    answers.set(JWKS_URL, { keys: [] })
    expect(await outcome(async () => verifier.verify(await long(first)))).toBe('unknown-key')
    answers.set(JWKS_URL, { keys: [{ ...first.jwk, n: '!' }] })
    await clock.advance(2 * HOURS)
    expect(await outcome(async () => verifier.verify(await long(first)))).not.toBe('ok')
  })
})

describe('discovery', () => {
  it('asks the issuer where its keys are, then fetches them', async () => {
    const { verifier, fetched } = setUp({ issuer: ISSUER })
    await verifier.verify(await long(first))
    expect(fetched).toEqual([DISCOVERY_URL, JWKS_URL])
  })

  it('takes an issuer with a slash at its end', async () => {
    const { verifier, fetched } = setUp({ issuer: `${ISSUER}/` })
    await verifier.verify(await long(first))
    expect(fetched[0]).toBe(DISCOVERY_URL)
  })

  it.each<[string, unknown]>([
    ['no address', {}],
    ['one without TLS', { jwks_uri: 'http://issuer.example.com/keys' }],
    ['one that is no text', { jwks_uri: 7 }],
    ['null', 'null'],
    ['an error', 404],
  ])('that gives %s admits nobody and fetches nothing', async (_, answer) => {
    const { verifier, fetched, answers } = setUp({ issuer: ISSUER })
    answers.set(DISCOVERY_URL, answer)
    expect(await outcome(async () => verifier.verify(await long(first)))).toMatch(/^error/)
    expect(fetched).toEqual([DISCOVERY_URL])
  })
})

describe('keys in the configuration', () => {
  it('verify without any fetch', async () => {
    const { clock, fetched } = setUp()
    const keys = createStaticKeySet({ keys: [first.jwk] })
    const verifier = createTokenVerifier({ issuer: ISSUER, keys, clock })
    const token = await long(first)
    expect(await outcome(() => verifier.verify(token))).toBe('ok')
    expect(verifier.verify(token)).not.toBeInstanceOf(Promise)
    expect(await outcome(async () => verifier.verify(await long(second)))).toBe('unknown-key')
    expect(fetched).toEqual([])
  })

  it('must be keys', () => {
    expect(() => createStaticKeySet({} as never)).toThrow()
  })
})
