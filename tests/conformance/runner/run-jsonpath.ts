import { onlyKeys } from './read-case.js'
import { loadPart } from './library.js'
import { InexpressibleError, type Difference, type LoadedCase } from './types.js'

/** Runs a JSONPath case on the evaluator behind `$input.path` and `$input.json`. */
export async function runJsonPathCase({ data }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, 'id evidence source json path expect error kind', 'case')
  await loadPart('jsonpath/index.ts', 'JSONPath is')
  throw new InexpressibleError('TODO')
}
