import { ownValue } from './same-value.js'
import type { ContractSample, DiffOptions } from './types.js'

/** The samples that were given for a route, by its key before or after. */
export function pairedSamples(
  { samples }: DiffOptions,
  { before, after }: { readonly before: { readonly key: string }; readonly after: { readonly key: string } },
): readonly ContractSample[] {
  const given = ownValue(samples, after.key) ?? ownValue(samples, before.key) ?? []
  return given as readonly ContractSample[]
}
