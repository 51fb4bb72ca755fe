import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseKind } from './runner/case-kind.js'
import { compare } from './runner/compare.js'
import { compareHeaders } from './runner/expect-headers.js'
import { loadCases } from './runner/load-cases.js'
import { OWN_CASES } from './runner/options.js'
import { sliceJson } from './runner/raw-json.js'
import { describeFailure, describeTable, describeTotals, totalsOf } from './runner/report.js'
import { runCase } from './runner/run-case.js'

describe('the kind of a case', () => {
  test('is what the folder of the copy says, read from the shape alone', async () => {
    const folders: Record<string, string> = { rest: 'request', http: 'request', vtl: 'template' }
    for (const { area, kind } of await loadCases([OWN_CASES])) {
      const folder = area.split('/')[0] as string
      expect(kind).toBe(folders[folder] ?? folder)
    }
  })

  test('is none for other shapes', () => {
    expect(caseKind({ id: 'x' })).toBeUndefined()
    expect(caseKind({ steps: [] })).toBeUndefined()
  })
})

describe('matchers', () => {
  test.each([
    ['<<any>>', null, true],
    ['<<any>>', undefined, false],
    ['<<absent>>', undefined, true],
    ['<<absent>>', null, false],
    ['<<uuid>>', '7f0e2a0c-31b6-4c5f-9d1e-0a1b2c3d4e5f', true],
    ['<<uuid>>', 'no', false],
    ['<<number>>', 1.5, true],
    ['<<number>>', '15', true],
    ['<<number>>', 'x', false],
    ['<<string>>', '', true],
    ['<<string>>', 1, false],
    ['<<regex:a+>>', 'aa', true],
    ['<<regex:a+>>', 'aab', false],
    ['<<regex:a|b>>', 'ab', false],
  ])('%s on %j', (matcher, actual, fits) => {
    expect(compare({ k: matcher }, { k: actual }, 'subset', '').length === 0).toBe(fits)
  })

  test('compare named keys at every depth in a subset, lists whole', () => {
    const actual = { a: { b: 1, c: 2 }, l: [{ x: 1, y: 2 }] }
    expect(compare({ a: { b: 1 } }, actual, 'subset', '')).toEqual([])
    expect(compare({ l: [{ x: 1 }] }, actual, 'subset', '')).not.toEqual([])
    expect(compare({ a: { b: 1 } }, actual, 'whole', 'r')).toEqual([
      { at: 'r.a.c', expected: '<<absent>>', actual: 2 },
      { at: 'r.l', expected: '<<absent>>', actual: actual.l },
    ])
  })

  test('never confuse inherited properties with keys', () => {
    expect(compare({ constructor: '<<absent>>', toString: '<<absent>>' }, {}, 'subset', '')).toEqual([])
  })
})

describe('headers', () => {
  const pairs = [
    ['Set-Cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ] as const
  test.each([
    [{ 'set-cookie': ['a=1', 'b=2'] }, true],
    [{ 'set-cookie': ['b=2', 'a=1'] }, false],
    [{ 'SET-COOKIE': 'a=1, b=2' }, true],
    [{ 'set-cookie': 'a=1,b=2' }, true],
    [{ 'x-other': '<<absent>>' }, true],
  ])('%j', (expected, fits) => {
    expect(compareHeaders(expected, pairs, '').length === 0).toBe(fits)
  })
})

test('the text of a member keeps its key order and its numbers', () => {
  const text = '{"a" : [1, {"v": {"10": 1.0, "9": "\\"}]"} }], "v": 2}'
  expect(sliceJson(text, ['a', 1, 'v'])).toBe('{"10": 1.0, "9": "\\"}]"}')
  expect(sliceJson(text, ['v'])).toBe('2')
  expect(sliceJson(text, ['a', 7])).toBeUndefined()
})

describe('files', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-cases-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test.each([
    ['broken.json', '{"cases": [', 'is no JSON file'],
    ['list.json', '[]', 'holds no list "cases"'],
    ['odd.json', '{"cases": [7]}', 'is no object'],
    ['shape.json', '{"cases": [{"id": "a.b"}]}', 'the shape of no kind'],
  ])('%s counts as one failure, not as a crash', async (name, text, reason) => {
    await writeFile(join(folder, name), text)
    const results = await Promise.all((await loadCases([join(folder, name)])).map(runCase))
    expect(describeTotals(totalsOf(results))).toBe('0 passed, 1 failed, 0 skipped')
    expect(describeFailure(results[0]!)).toContain(reason)
    expect(describeTable(results)).toContain(`/${name.replace('.json', '')}`)
  })

  test('a path that is not there is a failure', async () => {
    const results = await Promise.all((await loadCases([join(folder, 'nowhere')])).map(runCase))
    expect(totalsOf(results)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  test('a case with a field that the runner does not know fails', async () => {
    const file = join(folder, 'unknown.json')
    await writeFile(file, JSON.stringify({ cases: [{ id: 'x', json: {}, path: '$', expect: {}, weather: 'fine' }] }))
    const [result] = await Promise.all((await loadCases([file])).map(runCase))
    expect(result).toMatchObject({ status: 'failed', reason: expect.stringContaining('weather') })
  })
})
