import { onlyKeys } from './read-case.js'
import { loadPart } from './library.js'
import { InexpressibleError, type Difference, type LoadedCase } from './types.js'

/** Runs a template case on the engine of mapping templates. */
export async function runTemplateCase({ data }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, 'id evidence source template input side expect', 'case')
  await loadPart('transformer/index.ts', 'the template engine is')
  throw new InexpressibleError('TODO')
}
