import { type Models, modelSource } from './diff-models.js'
import { readSample, type SampleRequest, type SampleStage } from './render-sample.js'
import { sampleValue } from './sample-value.js'
import type { ContractSample } from './types.js'

/** What samples of a route are made from. */
export interface SampleSource {
  /** The samples that somebody gave. */
  readonly given: readonly ContractSample[]
  /** Content types that requests are tried with. */
  readonly contentTypes: Iterable<string>
  /** Media types that answers are asked for in. */
  readonly accepts: Iterable<string>
  /** Targets of declared parameters: `method.request.querystring.page`. */
  readonly parameters: Iterable<string>
  readonly path: string
  readonly models: Models
  /** Content type → name of the model of a request's body. */
  readonly requestModels: ReadonlyMap<string, string>
}

/**
 * The requests that a route is tried with: those that were given, and of each content type the least and the most that the
 * model takes, and an empty body.
 */
export function samplesOf(source: SampleSource): readonly ContractSample[] {
  const parameters = parametersOf(source)
  const samples: ContractSample[] = [...source.given]
  const accepts = new Set(['application/json', ...source.accepts])
  for (const type of new Set(['application/json', ...source.contentTypes])) {
    if (type === '$default') continue
    for (const body of bodiesFor(source, type)) {
      for (const accept of accepts) {
        const headers = { ...parameters.headers, 'Content-Type': type, Accept: accept }
        samples.push({ ...parameters, headers, body })
      }
    }
  }
  return samples
}

/** Reads a sample for both states. */
export function readBoth(
  sample: ContractSample,
  stages: readonly [SampleStage, SampleStage],
): readonly [SampleRequest, SampleRequest] {
  return [readSample(sample, stages[0]), readSample(sample, stages[1])]
}

function bodiesFor({ models, requestModels }: SampleSource, type: string): unknown[] {
  const name = requestModels.get(type) ?? requestModels.get('$default')
  if (name === undefined) return ['', { sample: 'sample', id: 1, items: [{ id: 1 }] }]
  const source = modelSource(models, name)
  return ['', sampleValue(source, 'least'), sampleValue(source, 'all')]
}

function parametersOf({ parameters, path }: SampleSource): {
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly path: Readonly<Record<string, string>>
} {
  const sets = { header: new Map<string, string>(), querystring: new Map<string, string>() }
  for (const target of parameters) {
    const [, , kind, ...name] = target.split('.')
    if (kind === 'header' || kind === 'querystring') sets[kind].set(name.join('.'), 'sample')
  }
  const variables = [...path.matchAll(/\{([^{}]*?)\+?\}/g)].map(([, name]) => [name, 'sample'] as const)
  return {
    headers: Object.fromEntries(sets.header),
    query: Object.fromEntries(sets.querystring),
    path: Object.fromEntries(variables),
  }
}
