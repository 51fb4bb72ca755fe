import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../src/http/query.js'
import { httpGateway } from './api.js'

describe('queryStringParameters of format 2.0', () => {
  it('say what the query says, however it is written', async () => {
    const { handle } = httpGateway({ routes: { $default: (event) => event.queryStringParameters ?? null } })
    const piece = fc.constantFrom(
      'a',
      'b',
      '=',
      '&',
      ';',
      '+',
      '%20',
      '%',
      '%C3%A4',
      '%ff',
      '__proto__',
      'toString',
      ',',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const query = pieces.join('')
        const response = await handle({ method: 'GET', path: `/x?${query}` })
        const { multi } = parseQuery(query)
        const joined = Object.entries(multi).map(([name, values]) => [name, values.join(',')])
        const seen = Object.entries((response.json() as object | null) ?? {})
        expect(seen.toSorted(byName)).toEqual(joined.toSorted(byName))
      }),
    )
  })
})

const byName = ([a]: unknown[], [b]: unknown[]): number => (String(a) < String(b) ? -1 : 1)
