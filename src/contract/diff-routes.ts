import type { ChangeList } from './change-list.js'
import { type ContractRoute, pairRoutes, type RoutePair } from './route-pairs.js'
import type { ContractApi } from './types.js'

/** Compares what two routes do for a request that both may get. */
export type DiffRoute = (list: ChangeList, pair: RoutePair) => void

/** Compares the routes of a REST or HTTP API, and with `diffRoute` what each does in both states. */
export function diffRoutes(list: ChangeList, before: ContractApi, after: ContractApi, diffRoute: DiffRoute): void {
  const { kept, removed, added, replaced, shadowed } = pairRoutes(before, after)
  for (const route of removed) reportRemoved(list.of(route.key), route)
  for (const { key, pointer } of added)
    list.of(key).safe('route/added', { message: `The route ${key} is new.`, pointer })
  for (const pair of replaced) reportReplaced(list.of(pair.before.key), pair, diffRoute)
  for (const pair of shadowed) reportShadowed(list.of(pair.after.key), pair, diffRoute)
  for (const pair of kept) diffRoute(list.of(pair.after.key), pair)
}

function reportRemoved(list: ChangeList, { key, pointer, httpMethod }: ContractRoute): void {
  const some = httpMethod === 'ANY' ? 'for some methods at least ' : ''
  list.breaking('route/removed', { message: `The route ${key} is gone: ${some}nothing answers in its place.`, pointer })
}

function reportReplaced(list: ChangeList, pair: RoutePair, diffRoute: DiffRoute): void {
  const { before, after, hasSamePath } = pair
  list.add(hasSamePath ? 'safe' : 'breaking', 'route/replaced', {
    message: `The requests of ${before.key} go to ${after.key} now.`,
    before: before.key,
    after: after.key,
    pointer: after.pointer,
  })
  if (hasSamePath) diffRoute(list, pair)
}

function reportShadowed(list: ChangeList, pair: RoutePair, diffRoute: DiffRoute): void {
  const { before, after, hasSamePath } = pair
  list.add(hasSamePath ? 'safe' : 'breaking', 'route/shadowed', {
    message: `The new route ${after.key} takes requests from ${before.key}.`,
    before: before.key,
    after: after.key,
    pointer: after.pointer,
  })
  if (hasSamePath) diffRoute(list, pair)
}
