import { exportApi, importApi, type ExportType } from '../../../src/openapi/index.js'
import { compare, isRecord } from './compare.js'
import { onlyKeys, recordAt, textAt } from './read-case.js'
import { createVirtualClock } from '../../../src/testing/index.js'
import type { Difference, Json, LoadedCase } from './types.js'

const CASE_KEYS =
  'id evidence source openapi stageName exportType parameters expectExport expectExportSubset ' +
  'expectContentType expectContentDisposition'

/** Runs an export case: imports, exports for a stage, compares the document and its headers. */
export async function runExportCase({ data }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, CASE_KEYS, 'case')
  const { api } = importApi(data['openapi'])
  const result = exportApi(api, {
    stageName: textAt(data, 'stageName', 'case') ?? '',
    exportType: (textAt(data, 'exportType', 'case') ?? 'oas30') as ExportType,
    parameters: recordAt(data, 'parameters', 'case'),
    now: createVirtualClock().now(),
  })
  const document: unknown = JSON.parse(result.body)
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
