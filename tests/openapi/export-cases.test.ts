import { describe, expect, test } from 'vitest'
import type { ExportOptions } from '../../src/openapi/index.js'
import { exportApi, importApi } from '../../src/openapi/index.js'
import { differences, readCases } from './conformance-cases.js'

interface ExportCase {
  id: string
  openapi: unknown
  stageName: string
  exportType: ExportOptions['exportType']
  parameters?: { extensions?: string }
  [expectation: string]: unknown
}

describe('the recorded exports', () => {
  test.each(readCases<ExportCase>('export').map((example) => [example.id, example] as const))('%s', (_, example) => {
    const { openapi, stageName, exportType, parameters = {} } = example
    const result = exportApi(importApi(openapi).api, { stageName, exportType, parameters, now: 1_700_000_000_000 })
    const parsed: unknown = JSON.parse(result.body)
    expect(parsed).toEqual(result.document)
    const expected = [
      ...('expectExport' in example ? differences(example['expectExport'], parsed, true) : []),
      ...differences(example['expectExportSubset'] ?? {}, parsed, false),
      ...differences(example['expectContentType'] ?? '<<any>>', result.contentType, false),
      ...differences(example['expectContentDisposition'] ?? '<<any>>', result.contentDisposition, false),
    ]
    expect(expected).toEqual([])
  })
})
