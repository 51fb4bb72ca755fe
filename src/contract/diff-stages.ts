import type { MethodSetting } from '../config/types.js'
import type { ChangeList } from './change-list.js'
import { sameValue } from './same-value.js'
import type { ContractStage } from './types.js'

/** Compares the settings of a stage before and after, as far as a client can notice them. */
export function diffStages(list: ChangeList, before: ContractStage, after: ContractStage): void {
  diffVariables(list, before, after)
  diffMethodSettings(list, before, after)
  diffRouteSettings(list, before, after)
  diffCluster(list, before, after)
  diffWebAcl(list, before.webAclArn, after.webAclArn)
  if (!sameValue(before.canarySettings, after.canarySettings)) {
    const message = 'Another share of the requests, or another state of the API, is the canary.'
    const details = { before: before.canarySettings, after: after.canarySettings, pointer: '/canarySettings' }
    list.safe('stage/canary-changed', { message, ...details })
  }
  if (before.clientCertificateId !== after.clientCertificateId) {
    const message = 'Back ends see another certificate of the gateway.'
    const details = { before: before.clientCertificateId, after: after.clientCertificateId }
    list.safe('stage/client-certificate-changed', { message, ...details, pointer: '/clientCertificateId' })
  }
}

function diffVariables(list: ChangeList, before: ContractStage, after: ContractStage): void {
  const [old, now] = [before.variables ?? {}, after.variables ?? {}]
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (old[name] === now[name]) continue
    const message = `The stage variable ${name} has another value; what templates make of it is compared apart.`
    list.safe('stage/variable-changed', { message, before: old[name], after: now[name], pointer: `/variables/${name}` })
  }
}

function diffMethodSettings(list: ChangeList, before: ContractStage, after: ContractStage): void {
  const [old, now] = [before.methodSettings ?? {}, after.methodSettings ?? {}]
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [one, other] = [settingFor(old, key), settingFor(now, key)]
    const pointer = `/methodSettings/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const route = key.endsWith('*/*') ? list : list.of(routeOf(key))
    diffThrottles(route, one, other, pointer)
    diffCache(route, one, other, pointer)
  }
}

// A method without settings of its own has those of all methods.
function settingFor(settings: Readonly<Record<string, MethodSetting>>, key: string): MethodSetting {
  const all = settings['*/*'] ?? settings['/*/*'] ?? {}
  return { ...all, ...settings[key] }
}

/** `GET /pets` of `/pets/GET`, `pets/GET` or `~1pets/GET`. */
function routeOf(key: string): string {
  const slash = key.lastIndexOf('/')
  const path = key.slice(0, slash).replaceAll('~1', '/').replaceAll('~0', '~')
  return `${key.slice(slash + 1)} ${path.startsWith('/') ? path : `/${path}`}`
}

interface Throttled {
  readonly throttlingRateLimit?: number
  readonly throttlingBurstLimit?: number
}

// Without a limit of its own there is the account's, which no method can exceed.
function diffThrottles(list: ChangeList, before: Throttled, after: Throttled, pointer: string): void {
  for (const name of ['throttlingRateLimit', 'throttlingBurstLimit'] as const) {
    const [old, now] = [before[name] ?? Infinity, after[name] ?? Infinity]
    if (old === now) continue
    const details = { before: before[name], after: after[name], pointer: `${pointer}/${name}` }
    const lowered = now < old
    const message = `${name} is ${after[name] ?? "the account's"}, it was ${before[name] ?? "the account's"}.`
    list.add(lowered ? 'breaking' : 'safe', lowered ? 'throttle/lowered' : 'throttle/raised', { message, ...details })
  }
}

function diffCache(list: ChangeList, before: MethodSetting, after: MethodSetting, pointer: string): void {
  const [was, is] = [before.cachingEnabled === true, after.cachingEnabled === true]
  if (was !== is) {
    const message = `Answers are ${is ? 'kept' : 'no longer kept'} in the cache.`
    list.safe(is ? 'cache/enabled' : 'cache/disabled', { message, before: was, after: is, pointer })
  }
  const [ttl, other] = [before.cacheTtlInSeconds ?? 300, after.cacheTtlInSeconds ?? 300]
  if (ttl !== other && was && is) {
    const message = `Answers are kept for ${other} seconds.`
    list.safe('cache/ttl-changed', { message, before: ttl, after: other, pointer })
  }
  const [could, can] = [invalidationOf(before), invalidationOf(after)]
  if (could === can) return
  const message = `A client that asks past the cache ${can === 'FAIL_WITH_403' ? 'without authorization is refused' : 'is answered'}.`
  const rule = can === 'FAIL_WITH_403' ? 'cache/invalidation-refused' : 'cache/invalidation-changed'
  list.add(can === 'FAIL_WITH_403' ? 'breaking' : 'safe', rule, { message, before: could, after: can, pointer })
}

function invalidationOf(setting: MethodSetting): string {
  if (setting.requireAuthorizationForCacheControl === false) return 'ALLOWED'
  return setting.unauthorizedCacheControlHeaderStrategy ?? 'SUCCEED_WITH_RESPONSE_HEADER'
}

function diffRouteSettings(list: ChangeList, before: ContractStage, after: ContractStage): void {
  const [all, others] = [before.defaultRouteSettings ?? {}, after.defaultRouteSettings ?? {}]
  diffThrottles(list, all, others, '/defaultRouteSettings')
  const [old, now] = [before.routeSettings ?? {}, after.routeSettings ?? {}]
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const pointer = `/routeSettings/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    diffThrottles(list.of(key), { ...all, ...old[key] }, { ...others, ...now[key] }, pointer)
  }
}

function diffCluster(list: ChangeList, before: ContractStage, after: ContractStage): void {
  const [was, is] = [before.cacheClusterEnabled === true, after.cacheClusterEnabled === true]
  if (was === is) return
  const message = `The stage has ${is ? 'a cache' : 'no cache any longer'}.`
  const pointer = '/cacheClusterEnabled'
  list.safe(is ? 'cache/cluster-enabled' : 'cache/cluster-disabled', { message, before: was, after: is, pointer })
}

function diffWebAcl(list: ChangeList, before: string | undefined, after: string | undefined): void {
  if (before === after) return
  const details = { before, after, pointer: '/webAclArn' }
  if (after === undefined) {
    const message = 'No web ACL looks at requests any longer.'
    list.safe('web-acl/removed', { message, ...details, security: 'weaker' })
  } else if (before === undefined) {
    const message = 'A web ACL looks at requests now.'
    list.breaking('web-acl/added', { message, ...details, security: 'stronger' })
  } else list.breaking('web-acl/changed', { message: 'Another web ACL looks at requests.', ...details })
}
