import { describe, expect, it } from 'vitest'
import { applyPatch } from '../../src/management/patch/apply-patch.js'
import type { PatchTable } from '../../src/management/patch/patch-target.js'
import { flagValue, integerValue } from '../../src/management/patch/values.js'

const TABLE: PatchTable = {
  refusal: 'listed',
  targets: [
    { path: '/name', ops: ['replace'] },
    { path: '/quota/limit', ops: ['replace'], value: integerValue },
    { path: '/quota', ops: ['remove'] },
    { path: '/flags/*', ops: ['add', 'replace', 'remove'], as: 'entry', value: flagValue, missing: 'no such flag' },
    { path: '/types/*', ops: ['add', 'remove', 'replace'], as: 'item' },
    { path: '/arns', ops: ['add', 'remove'], as: 'element' },
  ],
}

describe('applyPatch', () => {
  it('leaves the record as it was and gives a changed copy', () => {
    const record = { name: 'a' }
    expect(applyPatch(record, [{ op: 'replace', path: '/name', value: 'b' }], TABLE)).toEqual({ name: 'b' })
    expect(record).toEqual({ name: 'a' })
  })

  it('makes the record that a nested field needs, and takes it away whole', () => {
    const patched = applyPatch({}, [{ op: 'replace', path: '/quota/limit', value: '5' }], TABLE)
    expect(patched).toEqual({ quota: { limit: 5 } })
    expect(applyPatch(patched, [{ op: 'remove', path: '/quota' }], TABLE)).toEqual({})
  })

  it('reads escaped names, and takes an empty map away', () => {
    const patched = applyPatch({}, [{ op: 'add', path: '/flags/a~1b~0c', value: 'TRUE' }], TABLE)
    expect(patched).toEqual({ flags: { 'a/b~c': true } })
    expect(applyPatch(patched, [{ op: 'remove', path: '/flags/a~1b~0c' }], TABLE)).toEqual({})
  })

  it('keeps `__proto__` an entry like any other', () => {
    const patched = applyPatch({}, [{ op: 'add', path: '/flags/__proto__', value: 'true' }], TABLE)
    expect(JSON.stringify(patched)).toBe('{"flags":{"__proto__":true}}')
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    expect(() => applyPatch({}, [{ op: 'replace', path: '/flags/constructor' }], TABLE)).toThrow('no such flag')
  })

  it('adds an item once, replaces it in its place, and takes it out', () => {
    const patch = (op: 'add' | 'replace' | 'remove', value?: string): object =>
      applyPatch({ types: ['x/a', 'x/b'] }, [{ op, path: '/types/x~1a', ...(value !== undefined && { value }) }], TABLE)
    expect(patch('add')).toEqual({ types: ['x/b', 'x/a'] })
    expect(patch('replace', 'x/c')).toEqual({ types: ['x/c', 'x/b'] })
    expect(patch('remove')).toEqual({ types: ['x/b'] })
  })

  it('takes an element from the value', () => {
    expect(applyPatch({}, [{ op: 'add', path: '/arns', value: 'arn:1' }], TABLE)).toEqual({ arns: ['arn:1'] })
  })

  it('says which paths an operation has, and that one has none', () => {
    expect(() => applyPatch({}, [{ op: 'replace', path: '/colour' }], TABLE)).toThrow(
      "Invalid patch path  '/colour' specified for op 'replace'. Must be one of: [/name, /quota/limit, /flags/*, /types/*]",
    )
    expect(() => applyPatch({}, [{ op: 'move', path: '/name' }], TABLE)).toThrow(
      "Invalid patch path  '/name' specified for op 'move'. Please choose supported operations",
    )
  })
})
