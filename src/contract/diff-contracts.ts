import type { AnyApi } from '../deployment/prepared-api.js'
import type { ContractChange } from './types.js'

/**
 * Compares two states of an API as its clients see them.
 *
 * @param before what clients know
 * @param after what they will meet
 */
export function diffContracts(before: AnyApi, after: AnyApi): readonly ContractChange[] {
  const [old, now] = [routesOf(before), routesOf(after)]
  const changes: ContractChange[] = []
  for (const [route, pointer] of old) {
    if (now.has(route)) continue
    changes.push({ effect: 'breaking', rule: 'route/removed', route, message: `The route ${route} is gone.`, pointer })
  }
  for (const [route, pointer] of now) {
    if (old.has(route)) continue
    changes.push({ effect: 'safe', rule: 'route/added', route, message: `The route ${route} is new.`, pointer })
  }
  return changes
}

function routesOf(api: AnyApi): Map<string, string> {
  const routes = new Map<string, string>()
  if (api.protocolType !== 'REST') {
    for (const [key, { pointer }] of api.routes) routes.set(key, pointer)
    return routes
  }
  for (const resource of api.resources.values())
    for (const [httpMethod, { pointer }] of resource.methods) routes.set(`${httpMethod} ${resource.path}`, pointer)
  return routes
}
