import type { RequestHeaders } from '../http/request-headers.js'
import type { RoutingCondition, RoutingRule } from './domain-types.js'

/** Where a rule or mapping leads, and which part of the path it took. */
export interface DomainRoute {
  readonly apiId: string
  readonly stage: string | undefined
  /** The part of the path that is taken off, with a slash in front; `''`: none. */
  readonly basePath: string
  /** What decided, for people. */
  readonly reason: string
}

/** Finds the route of a request; `path` is without query, headers are read when a rule asks for them. */
export type RouteFinder = (path: string, headers: () => RequestHeaders) => DomainRoute | undefined

/**
 * Compiles the routing rules of a domain: by priority, the first that matches acts.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
 */
export function compileRoutingRules(rules: readonly RoutingRule[]): RouteFinder {
  const compiled = rules.toSorted((a, b) => a.priority - b.priority).map(compileRule)
  return (path, headers) => {
    for (const rule of compiled) {
      const route = rule(path, headers)
      if (route !== undefined) return route
    }
    return undefined
  }
}

function compileRule({ priority, conditions = [], actions }: RoutingRule): RouteFinder {
  const basePaths = conditions.flatMap(({ matchBasePaths }) => matchBasePaths?.anyOf ?? [])
  const headerTests = conditions.flatMap((condition) => compileHeaderTest(condition) ?? [])
  const { apiId, stage, stripBasePath = false } = (actions[0] as RoutingRule['actions'][number]).invokeApi
  const reason = `routing rule of priority ${priority}`
  return (path, headers) => {
    const base = basePaths.length === 0 ? '' : basePaths.find((name) => startsWithSegments(path, name))
    if (base === undefined || !headerTests.every((test) => test(headers()))) return undefined
    return { apiId, stage, basePath: stripBasePath && base !== '' ? `/${trimSlashes(base)}` : '', reason }
  }
}

function compileHeaderTest({ matchHeaders }: RoutingCondition): ((headers: RequestHeaders) => boolean) | undefined {
  if (matchHeaders === undefined) return undefined
  const tests = matchHeaders.anyOf.map(({ header, valueGlob }) => {
    const name = header.toLowerCase()
    const matches = compileGlob(valueGlob)
    return (headers: RequestHeaders): boolean => headers.getAll(name).some(matches)
  })
  return (headers) => tests.some((test) => test(headers))
}

/** `*` at either end or both; case counts. */
function compileGlob(glob: string): (value: string) => boolean {
  const open = glob.startsWith('*')
  const close = glob.length > 1 && glob.endsWith('*')
  const text = glob.slice(open ? 1 : 0, close ? -1 : undefined)
  if (open && close) return (value) => value.includes(text)
  if (open) return (value) => value.endsWith(text)
  return close ? (value) => value.startsWith(text) : (value) => value === text
}

/** Whether a path begins with these segments, whole ones. */
export function startsWithSegments(path: string, key: string): boolean {
  const base = `/${trimSlashes(key)}`
  return path === base || path.startsWith(`${base}/`)
}

/** A key without the slashes around it. */
export function trimSlashes(key: string): string {
  return key.replace(/^\/+|\/+$/g, '')
}
