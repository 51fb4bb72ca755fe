import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agree, readOurs } from '../../oracle/cases.js'
import { comparePaths, compareTemplates } from '../../oracle/compare.js'
import type { Reference } from '../../oracle/reference.js'
import { missingParts, startReference } from '../../oracle/reference.js'
import recorded from './jayway-2.10.json' with { type: 'json' }

const missing = missingParts()
const reason = `not here: the reference engines (${missing.join(', ')})`

// A small budget of what `npm run oracle` does. In CI the engines must be there.
describe.skipIf(missing.length > 0 && process.env['CI'] === undefined)('the reference engines', () => {
  let reference: Reference

  beforeAll(async () => {
    if (missing.length > 0) throw new Error(reason)
    reference = await startReference()
  })
  afterAll(() => reference?.close())

  it('render 300 generated templates as this engine does', async () => {
    const { cases, refused, unexplained } = await compareTemplates(reference, { count: 300, seed: 1 })
    expect(unexplained).toEqual([])
    expect(cases).toBe(300)
    expect(refused).toBeLessThan(200)
  })

  it('read 300 generated paths as this engine does', async () => {
    const { cases, refused, unexplained } = await comparePaths(reference, { count: 300, seed: 1 })
    expect(unexplained).toEqual([])
    expect(cases).toBe(300)
    expect(refused).toBeLessThan(200)
  })
})

if (missing.length > 0) it.skip(reason, () => undefined)

// Debian's Jayway is 2.0.0; the answers of 2.10.0, which the conformance cases follow, are recorded.
describe('Jayway JsonPath 2.10.0', () => {
  it.each(recorded.cases)('reads $path as this engine does', ({ path, json, answer }) => {
    const theirs = answer as { output: string } | { error: string }
    expect(
      agree(readOurs({ path, json }), theirs),
      JSON.stringify({ json, theirs, ours: readOurs({ path, json }) }),
    ).toBe(true)
  })
})
