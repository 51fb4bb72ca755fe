import type { FaultList } from './fault-list.js'
import { isList, isObject, LONGEST_LIST, pointerPart, readKey, readKeys, readLength, shorten } from './read-value.js'
import { suggestName } from './suggest-name.js'

/**
 * Checks what API keys and usage plans say of each other and of the APIs: ids are taken once, and what a plan names is there.
 * Whatever has not the shape that it should have is passed over: that is a fault already.
 */
export function checkReferences(faults: FaultList, config: object): void {
  const keyIds = checkApiKeys(faults, readKey(config, 'apiKeys'))
  const apis = stagesByApi(config)
  const planIds = new Set<string>()
  for (const [plan, at] of items(readKey(config, 'usagePlans'), '/usagePlans')) {
    checkId(faults, plan, at, planIds)
    for (const [keyId, place] of items(readKey(plan, 'apiKeyIds'), `${at}/apiKeyIds`, isText)) {
      if (!keyIds.has(keyId)) addUnknown(faults, keyId, place, 'API key', keyIds)
    }
    for (const [stage, place] of items(readKey(plan, 'apiStages'), `${at}/apiStages`)) {
      checkPlanStage(faults, stage, place, apis)
    }
  }
}

/** Gives the ids of the keys; a key without one gets the one that the registry gives it. */
function checkApiKeys(faults: FaultList, apiKeys: unknown): Set<string> {
  const ids = new Set<string>()
  const values = new Set<unknown>()
  let unnamed = 0
  for (const [key, at] of items(apiKeys, '/apiKeys')) {
    const value = readKey(key, 'value')
    // The value is a secret: the fault says only where it is.
    if (typeof value === 'string' && values.has(value))
      faults.add({ pointer: `${at}/value`, message: 'The value is that of another API key' })
    values.add(value)
    if (readKey(key, 'id') === undefined) ids.add(`key${++unnamed}`)
    else checkId(faults, key, at, ids)
  }
  return ids
}

function checkId(faults: FaultList, holder: object, at: string, taken: Set<string>): void {
  const id = readKey(holder, 'id')
  if (typeof id !== 'string') return
  if (taken.has(id)) faults.add({ pointer: `${at}/id`, message: 'The id is taken', found: shorten(id) })
  taken.add(id)
}

interface ApiStages {
  /** Stages by the API's id, of those under `apis`. */
  readonly byApi: ReadonlyMap<string, readonly string[]>
  /** Stages of the API that stands in the config itself, whose id is the gateway's to choose. */
  readonly own: readonly string[] | undefined
}

function stagesByApi(config: object): ApiStages {
  const apis = readKey(config, 'apis')
  const byApi = new Map<string, readonly string[]>()
  for (const id of isObject(apis) ? (readKeys(apis) ?? []) : []) {
    const api = readKey(apis as object, id)
    if (isObject(api)) byApi.set(id, stagesOf(api))
  }
  const hasOwn = ['definition', 'routes', 'target'].some((key) => readKey(config, key) !== undefined)
  return { byApi, own: hasOwn ? stagesOf(config) : undefined }
}

function stagesOf(api: object): readonly string[] {
  const stages = readKey(api, 'stages')
  if (isObject(stages)) return readKeys(stages) ?? []
  return [readKey(api, 'protocolType') === 'HTTP' ? '$default' : 'prod']
}

function checkPlanStage(faults: FaultList, planStage: object, at: string, { byApi, own }: ApiStages): void {
  const apiId = readKey(planStage, 'apiId')
  const stage = readKey(planStage, 'stage')
  const ofApi = typeof apiId === 'string' ? byApi.get(apiId) : undefined
  if (typeof apiId === 'string' && ofApi === undefined && own === undefined)
    return addUnknown(faults, apiId, `${at}/apiId`, 'API', byApi.keys())
  // Without an id the plan covers a stage of that name wherever there is one.
  const stages = ofApi ?? [...(own ?? []), ...(apiId === undefined ? [...byApi.values()].flat() : [])]
  if (typeof stage === 'string' && !stages.includes(stage)) addUnknown(faults, stage, `${at}/stage`, 'stage', stages)
}

const MOST_CANDIDATES = 1000

function addUnknown(faults: FaultList, name: string, pointer: string, what: string, known: Iterable<string>): void {
  if (faults.isFull) return
  // Searched name by name: where there are a million keys, that helps nobody.
  const candidates = [...known]
  const suggestion = candidates.length <= MOST_CANDIDATES ? suggestName(name, candidates) : undefined
  const message = `There is no ${what} ${JSON.stringify(shorten(name))}`
  faults.add({ pointer, message, ...(suggestion !== undefined && { suggestion }) })
}

function items(list: unknown, at: string): Generator<readonly [item: object, at: string]>
function items<T>(
  list: unknown,
  at: string,
  fits: (value: unknown) => value is T,
): Generator<readonly [item: T, at: string]>
function* items(
  list: unknown,
  at: string,
  fits: (value: unknown) => boolean = isObject,
): Generator<readonly [item: unknown, at: string]> {
  const length = isList(list) ? (readLength(list) ?? 0) : 0
  for (let index = 0; index < Math.min(length, LONGEST_LIST); index++) {
    const item = readKey(list as object, index)
    if (fits(item)) yield [item, at + pointerPart(index)]
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
