import { describe, expect, test } from 'vitest'
import { loadCases } from './runner/load-cases.js'
import { OWN_CASES } from './runner/options.js'
import { describeFailure } from './runner/report.js'
import { runCase } from './runner/run-case.js'
import type { LoadedCase } from './runner/types.js'

const areas = new Map<string, LoadedCase[]>()
for (const loaded of await loadCases([OWN_CASES])) {
  areas.set(loaded.area, [...(areas.get(loaded.area) ?? []), loaded])
}

test('the copy of the cases holds cases', () => {
  expect(areas.size).toBeGreaterThan(0)
})

describe.each([...areas])('%s', (_, cases) => {
  test.for(cases.map((loaded) => [loaded.id, loaded] as const))('%s', async ([, loaded], { skip }) => {
    const result = await runCase(loaded)
    if (result.status === 'skipped') skip(`case skipped: ${result.reason}`)
    if (result.status === 'failed') expect.fail(describeFailure(result))
  })
})
