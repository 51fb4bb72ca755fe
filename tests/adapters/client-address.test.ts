import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientAddress } from '../../src/adapters/client-address.js'

describe('the address of the client', () => {
  test.each([
    ['the peer, without trust', '1.1.1.1', '6.6.6.6', undefined, '1.1.1.1'],
    ['the peer, where nothing is forwarded', '1.1.1.1', undefined, true, '1.1.1.1'],
    ['IPv4 out of a mapped address', '::ffff:1.2.3.4', undefined, false, '1.2.3.4'],
    ['IPv6 as it is', '2001:db8::1', undefined, false, '2001:db8::1'],
    ['the first entry, if all are trusted', '1.1.1.1', '6.6.6.6, 7.7.7.7', true, '6.6.6.6'],
    ['the last entry, behind one proxy', '1.1.1.1', '6.6.6.6, 7.7.7.7', 1, '7.7.7.7'],
    ['the first, where fewer entries are than proxies', '1.1.1.1', '6.6.6.6', 5, '6.6.6.6'],
    ['the peer, behind no proxy', '1.1.1.1', '6.6.6.6', 0, '1.1.1.1'],
    ['the peer, where an entry is no address', '1.1.1.1', '6.6.6.6, <script>', true, '1.1.1.1'],
    ['the peer, where the header is empty', '1.1.1.1', '', true, '1.1.1.1'],
    ['nothing, where nothing is known', undefined, undefined, true, undefined],
  ])('is %s', (_, peer, forwarded, trust, expected) => {
    expect(clientAddress(peer, forwarded, trust)).toBe(expected)
  })

  test('never comes from the left of the last trusted proxy', () => {
    fc.assert(
      fc.property(fc.array(fc.ipV4(), { maxLength: 5 }), fc.ipV4(), (invented, client) => {
        const header = [...invented, client].join(', ')
        expect(clientAddress('10.0.0.1', header, 1)).toBe(client)
        expect(clientAddress('10.0.0.1', header, (address) => address === '10.0.0.1')).toBe(client)
      }),
    )
  })
})
