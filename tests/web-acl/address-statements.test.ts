import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseIpAddress, parseIpRange } from '../../src/policy/ip-range.js'
import type { Locate } from '../../src/stage/edge-position.js'
import { createAddressSet } from '../../src/web-acl/address-set.js'
import { createWebAcl } from '../../src/web-acl/index.js'
import { acl, fits, inspect, problems, request, rule } from './inspect.js'

const ipSet = (...Addresses: string[]) => ({ IPSetReferenceStatement: { Addresses } })
const locate: Locate = (ip) =>
  ip.startsWith('203.') ? { latitude: 52, longitude: 13, country: 'DE', asn: 3320 } : undefined

describe('an IP set', () => {
  test.each([
    ['203.0.113.7', ['203.0.113.0/24'], true],
    ['203.0.114.7', ['203.0.113.0/24'], false],
    ['203.0.113.7', ['198.51.100.1', '203.0.113.7'], true],
    ['::ffff:203.0.113.7', ['203.0.113.7/32'], true],
    ['203.0.113.7', ['::ffff:203.0.113.0/120'], true],
    ['2001:db8:0:1::5', ['2001:db8::/32'], true],
    ['2001:DB8:0::5', ['2001:db8:0:0:0:0:0:5'], true],
    ['2001:db9::5', ['2001:db8::/32'], false],
    ['203.0.113.7', ['0.0.0.0/0'], true],
    ['2001:db8::1', ['0.0.0.0/0'], false],
    ['not an address', ['0.0.0.0/0', '::/0'], false],
  ])('of %s in %j: %s', (sourceIp, addresses, expected) => {
    expect(fits(ipSet(...addresses), { sourceIp })).toBe(expected)
  })

  test('is referred to by ARN, by the name in one, or by name', () => {
    const arn = 'arn:aws:wafv2:us-east-1:111122223333:regional/ipset/office/1a2b'
    const IPSets = { office: { Addresses: ['203.0.113.7/32'] } }
    const reference = (ARN: string) => ({ IPSetReferenceStatement: { ARN } })
    expect(fits(reference('office'), {}, { IPSets })).toBe(true)
    expect(fits(reference(arn), {}, { IPSets })).toBe(true)
    expect(fits(reference(arn), {}, { IPSets: { [arn]: { Addresses: ['203.0.113.7'] } } })).toBe(true)
    expect(problems(reference('home'), { IPSets })).toEqual(['IPSetReferenceStatement/ARN'])
    expect(problems(reference('__proto__'), { IPSets })).toEqual(['IPSetReferenceStatement/ARN'])
  })

  test('names the addresses that are none', () => {
    expect(problems(ipSet('10.0.0.0/8', '10.0.0.0/33', '300.0.0.1', '::ffff:10.0.0.0/90'))).toEqual([
      'IPSetReferenceStatement/Addresses/1',
      'IPSetReferenceStatement/Addresses/2',
      'IPSetReferenceStatement/Addresses/3',
    ])
  })

  test('says of any address what its blocks say one by one', () => {
    const blocks = fc.array(fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128)), { maxLength: 8 })
    fc.assert(
      fc.property(blocks, fc.oneof(fc.ipV4(), fc.ipV6()), (pairs, text) => {
        const texts = pairs.map(([base, bits]) => `${base}/${base.includes(':') ? bits : bits % 33}`)
        const wrong = new Set<number>()
        const set = createAddressSet([...texts, text], (i) => wrong.add(i))
        const address = parseIpAddress(text)
        if (address === undefined) return
        expect(set.has(address)).toBe(true)
        const others = createAddressSet(texts, () => undefined)
        const expected = texts.some((one, i) => !wrong.has(i) && parseIpRange(one)?.contains(address) === true)
        expect(others.has(address)).toBe(expected)
      }),
    )
  })

  test.each([
    ['FIRST', '203.0.113.7, 198.51.100.1', true],
    ['LAST', '203.0.113.7, 198.51.100.1', false],
    ['LAST', '198.51.100.1,203.0.113.7', true],
    ['ANY', '198.51.100.1, 203.0.113.7, 192.0.2.1', true],
    ['ANY', '198.51.100.1', false],
    ['ANY', `203.0.113.7, ${Array.from({ length: 10 }, () => '192.0.2.1').join()}`, false],
    ['FIRST', 'unknown', true],
  ])('of the %s address of a header %s: %s', (Position, value, expected) => {
    const IPSetForwardedIPConfig = { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH', Position }
    const statement = { IPSetReferenceStatement: { Addresses: ['203.0.113.0/24'], IPSetForwardedIPConfig } }
    expect(fits(statement, { headers: { 'x-forwarded-for': value }, sourceIp: '192.0.2.9' })).toBe(expected)
  })

  test('of a header that is not there fits nobody, whatever the fallback', () => {
    const IPSetForwardedIPConfig = { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH', Position: 'FIRST' }
    expect(fits({ IPSetReferenceStatement: { Addresses: ['0.0.0.0/0'], IPSetForwardedIPConfig } })).toBe(false)
  })
})

describe('the place of a client', () => {
  const geo = (...CountryCodes: string[]) => ({ GeoMatchStatement: { CountryCodes } })

  test('fits by country, XX of those that nobody knows', () => {
    expect(fits(geo('AT', 'DE'), { locate })).toBe(true)
    expect(fits(geo('AT'), { locate })).toBe(false)
    expect(fits(geo('XX'), { locate, sourceIp: '192.0.2.1' })).toBe(true)
  })

  test('fits by network, 0 of those that nobody knows', () => {
    const asn = (...AsnList: number[]) => ({ AsnMatchStatement: { AsnList } })
    expect(fits(asn(1, 3320), { locate })).toBe(true)
    expect(fits(asn(1), { locate })).toBe(false)
    expect(fits(asn(0), { locate, sourceIp: '192.0.2.1' })).toBe(true)
  })

  test('may be that of an address in a header', () => {
    const ForwardedIPConfig = { HeaderName: 'X-Real-IP', FallbackBehavior: 'NO_MATCH' }
    const statement = { GeoMatchStatement: { CountryCodes: ['DE'], ForwardedIPConfig } }
    const asks = (value: string) => fits(statement, { locate, sourceIp: '192.0.2.1', headers: { 'x-real-ip': value } })
    expect([asks('203.0.113.9'), asks('192.0.2.1'), asks('nonsense')]).toEqual([true, false, false])
  })

  test('labels the request, whether it fits or not', () => {
    const labelled = createWebAcl(
      acl(
        rule(geo('AT'), { Action: { Count: {} } }),
        rule({ LabelMatchStatement: { Scope: 'LABEL', Key: 'awswaf:clientip:geo:country:DE' } }),
      ),
    )
    expect(inspect(labelled, { locate })).toMatchObject({ action: 'BLOCK', rule: 'rule-1' })
    expect(inspect(labelled, { locate, sourceIp: '192.0.2.1' }).action).toBe('ALLOW')
  })

  test('cannot be asked without `locate`: a finding at start, an error for each request after it', () => {
    expect(problems(geo('DE'))).toEqual(['error web-acl/no-locate'])
    const asking = createWebAcl(acl(rule(geo('DE'))))
    expect(() => asking.inspect(request())).toThrow(/needs `locate`/)
  })
})
