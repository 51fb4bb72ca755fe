import { describe, expect, test } from 'vitest'
import type { ApiDescription } from '../../src/openapi/index.js'
import { DefinitionError, describeApi, importApi } from '../../src/openapi/index.js'
import { differences, readCases } from './conformance-cases.js'

interface ImportCase {
  id: string
  openapi?: unknown
  openapiText?: string
  mode?: 'import' | 'merge' | 'overwrite'
  base?: { name?: string; binaryMediaTypes?: string[] }
  parameters?: { basepath?: 'ignore' | 'prepend' | 'split' }
  failOnWarnings?: boolean
  expectWarnings?: string[]
  expectError?: unknown
  [expectation: string]: unknown
}

const WHOLE_NAMES: ReadonlyArray<[string, keyof ApiDescription]> = [
  ['expectModels', 'models'],
  ['expectAuthorizers', 'authorizers'],
  ['expectRequestValidators', 'requestValidators'],
]

function run(example: ImportCase): string[] {
  try {
    const { api, warnings } = importApi(example.openapi ?? example.openapiText, {
      mode: example.mode ?? 'import',
      basePath: example.parameters?.basepath ?? 'ignore',
      failOnWarnings: example.failOnWarnings ?? false,
      ...(example.base === undefined ? {} : { base: example.base }),
    })
    return compare(example, describeApi(api), warnings)
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    return differences(example.expectError ?? 'no error', error.serviceError, true, 'error')
  }
}

function compare(example: ImportCase, view: ApiDescription, warnings: readonly string[]): string[] {
  const result: string[] = []
  if (example.expectError !== undefined) result.push('expected an error')
  if (example.expectWarnings !== undefined)
    result.push(...differences(example.expectWarnings, warnings, true, 'warnings'))
  result.push(...differences(example['expectRestApi'] ?? {}, view.restApi, false, 'restApi'))
  result.push(...differences(example['expectMethods'] ?? {}, view.methods, false, 'methods'))
  const resources = example['expectResources'] as string[] | undefined
  if (resources !== undefined)
    result.push(...differences(resources.toSorted(), view.resources.toSorted(), true, 'resources'))
  for (const [key, name] of WHOLE_NAMES) {
    const expected = example[key] as Record<string, unknown> | undefined
    if (expected === undefined) continue
    result.push(
      ...differences(Object.keys(expected).toSorted(), Object.keys(view[name]).toSorted(), true, `names of ${name}`),
    )
    result.push(...differences(expected, view[name], false, name))
  }
  const parts = example['expectDocumentationParts'] as unknown[] | undefined
  if (parts !== undefined) {
    const order = (list: readonly unknown[]): unknown[] => list.toSorted((a, b) => key(a).localeCompare(key(b)))
    result.push(...differences(order(parts), order(view.documentationParts), true, 'documentationParts'))
  }
  return result
}

function key(part: unknown): string {
  return (part as { location: { type: string } }).location.type
}

describe('the recorded imports', () => {
  test.each(readCases<ImportCase>('import').map((example) => [example.id, example] as const))('%s', (_, example) => {
    expect(run(example)).toEqual([])
  })
})
