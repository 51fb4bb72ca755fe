import { compare, isRecord } from './compare.js'
import { functionOf, loadPart } from './library.js'
import { onlyKeys, recordAt, textAt } from './read-case.js'
import { createVirtualClock } from '../../../src/testing/index.js'
import { loadOpenApi } from './run-import.js'
import type { Difference, Json, LoadedCase } from './types.js'

/** What an export gives: GetExport's answer. */
interface Export {
  readonly body: unknown
  readonly contentType?: unknown
  readonly contentDisposition?: unknown
}

const CASE_KEYS =
  'id evidence source openapi stageName exportType parameters expectExport expectExportSubset ' +
  'expectContentType expectContentDisposition'

/** Runs an export case: imports, exports for a stage, compares the document and its headers. */
export async function runExportCase({ data }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, CASE_KEYS, 'case')
  const { importApi } = await loadOpenApi()
  const part = await loadPart('openapi/index.ts', 'export is')
  const exportApi = functionOf<(api: unknown, options: Json) => Export>(part, 'exportApi', 'export is')
  const result = exportApi(importApi(data['openapi'], { mode: 'import' }).api, {
    stageName: textAt(data, 'stageName', 'case'),
    exportType: textAt(data, 'exportType', 'case'),
    parameters: recordAt(data, 'parameters', 'case'),
    now: createVirtualClock().now(),
  })
  const document: unknown = typeof result.body === 'string' ? JSON.parse(result.body) : result.body
  const actual: Json = {
    expectExport: document,
    expectExportSubset: document,
    expectContentType: result.contentType,
    expectContentDisposition: result.contentDisposition,
  }
  return Object.keys(actual).flatMap((key) => {
    if (!Object.hasOwn(data, key)) return []
    return compare(
      data[key],
      actual[key],
      key === 'expectExportSubset' && isRecord(data[key]) ? 'subset' : 'whole',
      key,
    )
  })
}
