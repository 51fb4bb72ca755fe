import type { ConfigFault } from '../errors.js'
import { checkReferences } from './check-references.js'
import { createFaultList, type FaultList } from './fault-list.js'
import { nameProtocol } from './foreign-settings.js'
import { checkGateway } from './generated/check-gateway.js'
import { isObject, pointerPart, readKey, readKeys } from './read-value.js'

/**
 * Checks what a config says in Postern's own keys; definitions and routes have their importers. Gives every fault, not the first:
 * those of the shape in the order of the schema, then those between keys. Never throws, whatever it is given: an object may hold
 * itself, be endless, or throw when it is read.
 */
export function checkConfig(config: unknown): readonly ConfigFault[] {
  const faults = createFaultList()
  checkGateway(faults, config, '')
  if (!isObject(config)) return faults.faults
  const apis = readKey(config, 'apis')
  if (!servesSomething(config) && !isObject(apis) && faults.faults.length === 0) addNothingToServe(faults, '')
  checkApi(faults, config, '')
  if (isObject(apis)) {
    for (const id of readKeys(apis) ?? []) {
      const api = readKey(apis, id)
      if (!isObject(api)) continue
      const at = `/apis${pointerPart(id)}`
      if (!servesSomething(api)) addNothingToServe(faults, at)
      checkApi(faults, api, at)
    }
  }
  checkReferences(faults, config)
  return faults.faults.map((fault) => nameProtocol(fault, config))
}

function servesSomething(api: object): boolean {
  const isThere = (key: string): boolean => readKey(api, key) !== undefined
  return isThere('definition') || isThere('routes') || (readKey(api, 'protocolType') === 'HTTP' && isThere('target'))
}

function addNothingToServe(faults: FaultList, pointer: string): void {
  const allowed = ['definition', 'routes', ...(pointer === '' ? ['apis'] : [])]
  faults.add({ pointer, message: 'There is no API: give a definition or routes', allowed })
}

function checkApi(faults: FaultList, api: object, at: string): void {
  const protocol = readKey(api, 'protocolType')
  const stages = readKey(api, 'stages')
  if (protocol === 'HTTP' || !isObject(stages) || readKey(stages, '$default') === undefined) return
  faults.add({ pointer: `${at}/stages/$default`, message: 'Only an HTTP API has a stage $default', found: '$default' })
}
