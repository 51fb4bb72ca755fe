import { suggestName } from '../config/suggest-name.js'
import type { ConfigFault } from '../errors.js'
import type { DomainConfig, DomainConfigs, RoutingRule } from './domain-types.js'
import type { StageDirectory } from './types.js'

/** Checks what domains say about APIs and stages, once those are known. */
export function checkDomains(domains: DomainConfigs, stages: StageDirectory): ConfigFault[] {
  return Object.entries(domains).flatMap(([name, domain]) => {
    const pointer = `/domains/${escape(name)}`
    return [
      ...checkName(name, domain, pointer),
      ...checkMappings(domain, pointer, stages),
      ...checkRules(domain, pointer, stages),
    ]
  })
}

const NAME = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i

function checkName(name: string, domain: DomainConfig, pointer: string): ConfigFault[] {
  const faults: ConfigFault[] = []
  if (!NAME.test(name))
    faults.push({ pointer, message: 'A domain name has labels of letters, digits and -', found: name })
  if (domain.endpointConfiguration?.types?.includes('PRIVATE') !== true) return faults
  const reject = (message: string): unknown => faults.push({ pointer, message })
  if (name.startsWith('*')) reject('A private domain has no wildcard name')
  if (domain.mutualTlsAuthentication !== undefined) reject('A private domain has no mutual TLS')
  if (domain.apiMappings?.some(({ apiMappingKey = '' }) => apiMappingKey.includes('/')) === true)
    reject('A private domain has no mappings of several levels; use routing rules')
  return faults
}

const KEY = /^[A-Za-z0-9$\-_.+!*'()/]{0,300}$/

function checkMappings({ apiMappings = [] }: DomainConfig, pointer: string, stages: StageDirectory): ConfigFault[] {
  const faults: ConfigFault[] = []
  const keys = new Set<string>()
  const protocols = new Set<string>()
  for (const [index, { apiId, stage, apiMappingKey = '' }] of apiMappings.entries()) {
    const place = `${pointer}/apiMappings/${index}`
    const isNone = apiMappingKey === '(none)'
    if (!isNone && !KEY.test(apiMappingKey))
      faults.push({ pointer: `${place}/apiMappingKey`, message: 'This is no mapping key', found: apiMappingKey })
    const key = isNone ? '' : apiMappingKey.replace(/^\/+|\/+$/g, '')
    if (keys.has(key)) faults.push({ pointer: place, message: 'There is a mapping of this key already', found: key })
    keys.add(key)
    protocols.add(stages.protocolOf(apiId) === 'WEBSOCKET' ? 'WEBSOCKET' : 'other')
    faults.push(...checkTarget(apiId, stage, place, stages))
  }
  if (protocols.size > 1)
    faults.push({
      pointer: `${pointer}/apiMappings`,
      message: 'WebSocket APIs share no domain with REST and HTTP APIs',
    })
  return faults
}

function checkRules({ routingRules = [] }: DomainConfig, pointer: string, stages: StageDirectory): ConfigFault[] {
  const faults: ConfigFault[] = []
  const priorities = new Set<number>()
  for (const [index, rule] of routingRules.entries()) {
    const place = `${pointer}/routingRules/${index}`
    if (!Number.isInteger(rule.priority) || rule.priority < 1 || rule.priority > 1_000_000)
      faults.push({ pointer: `${place}/priority`, message: 'A priority is 1 to 1,000,000', found: rule.priority })
    if (priorities.has(rule.priority))
      faults.push({
        pointer: `${place}/priority`,
        message: 'The rules of a domain have priorities of their own',
        found: rule.priority,
      })
    priorities.add(rule.priority)
    faults.push(...checkConditions(rule, place))
    const target = rule.actions.length === 1 ? rule.actions[0]?.invokeApi : undefined
    if (target === undefined) faults.push({ pointer: `${place}/actions`, message: 'A rule has one action: invokeApi' })
    else faults.push(...checkTarget(target.apiId, target.stage, `${place}/actions/0/invokeApi`, stages))
  }
  return faults
}

const GLOB = /^\*?[^*]*\*?$/
const RESERVED =
  /^(?:access-control-.*|apigw-.*|x-amz-.*|x-amzn-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|via|x-apigw-api-id|x-forwarded-for|x-forwarded-host|x-forwarded-proto|x-restapi)$/i

function checkConditions({ conditions = [] }: RoutingRule, place: string): ConfigFault[] {
  const faults: ConfigFault[] = []
  const paths = conditions.flatMap(({ matchBasePaths }) => (matchBasePaths === undefined ? [] : [matchBasePaths]))
  const headers = conditions.flatMap(({ matchHeaders }) => (matchHeaders === undefined ? [] : [matchHeaders]))
  const reject = (message: string, found?: unknown): unknown =>
    faults.push({ pointer: `${place}/conditions`, message, ...(found !== undefined && { found }) })
  if (paths.length > 1 || paths.some(({ anyOf }) => anyOf.length !== 1)) reject('A rule has one base path at most')
  if (headers.length > 2 || headers.some(({ anyOf }) => anyOf.length !== 1))
    reject('A rule has two headers at most, one a condition')
  for (const { header, valueGlob } of headers.flatMap(({ anyOf }) => anyOf)) {
    if (header.length >= 40 || RESERVED.test(header)) reject('No rule can look at this header', header)
    if (valueGlob.length >= 128 || !GLOB.test(valueGlob))
      reject('`*` stands at either end of a value, or both', valueGlob)
  }
  return faults
}

function checkTarget(apiId: string, stage: string | undefined, pointer: string, stages: StageDirectory): ConfigFault[] {
  if (!stages.hasApi(apiId)) {
    const suggestion = suggestName(apiId, stages.apiIds())
    const hint = suggestion === undefined ? {} : { suggestion }
    return [{ pointer: `${pointer}/apiId`, message: 'There is no such API', found: apiId, ...hint }]
  }
  if (stage === undefined || stages.has(apiId, stage)) return []
  return [{ pointer: `${pointer}/stage`, message: `The API ${apiId} has no such stage`, found: stage }]
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
