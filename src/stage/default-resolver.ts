import type { HandleRequest } from '../http/request.js'
import { RequestHeaders } from '../http/request-headers.js'
import type { CompiledDomain, DomainFinder } from './domains.js'
import type { StageDirectory, StageResolver, StageTarget } from './types.js'

/**
 * The service's own addresses: `https://{api}.execute-api.{region}.amazonaws.com/{stage}/{resource path}`, and custom
 * domains. With one API and no domains any host means it; with several the host names it. Slashes before the stage do not
 * count (recorded).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
 */
export function createStageResolver(domains?: DomainFinder, now: () => number = Date.now): StageResolver {
  return {
    resolve: (request, stages) => {
      const { path } = request
      const question = path.indexOf('?')
      const fullPath = question < 0 ? path : path.slice(0, question)
      const rawQuery = question < 0 ? '' : path.slice(question + 1)
      const domain = domains === undefined || request.stage !== undefined ? undefined : domains(hostOf(request))
      if (domain !== undefined) return resolveDomain(domain, { request, fullPath, rawQuery, stages, now })
      const apiId = stages.onlyApi ?? apiOfHost(request, stages)
      if (apiId === undefined) return undefined
      return request.stage === undefined
        ? inPath(apiId, fullPath, rawQuery, stages)
        : mounted(request.stage, fullPath, rawQuery, apiId, stages)
    },
  }
}

const SLASH = 47

/** The stage is the first segment of the path; what is no stage belongs to the `$default` of an HTTP API. */
function inPath(apiId: string, fullPath: string, rawQuery: string, stages: StageDirectory): StageTarget {
  let start = 0
  while (fullPath.charCodeAt(start) === SLASH) start++
  const slash = fullPath.indexOf('/', start)
  const end = slash < 0 ? fullPath.length : slash
  const stageName = fullPath.slice(start, end)
  if (!stages.has(apiId, stageName)) {
    const known = stages.has(apiId, '$default') ? '$default' : undefined
    return { apiId, stageName: known, resourcePath: fullPath === '' ? '/' : fullPath, rawQuery, calledPath: fullPath }
  }
  return {
    apiId,
    stageName,
    resourcePath: end === fullPath.length ? '/' : withoutDoubleStart(fullPath, end),
    rawQuery,
    calledPath: start <= 1 ? fullPath : fullPath.slice(start - 1),
  }
}

// Slashes between stage and resource count as one (recorded).
function withoutDoubleStart(path: string, start: number): string {
  let first = start
  while (path.charCodeAt(first + 1) === SLASH) first++
  return path.slice(first)
}

// An app that mounts the gateway names the stage itself: the service would have shown it in front of the path.
function mounted(
  stageName: string,
  path: string,
  rawQuery: string,
  apiId: string,
  stages: StageDirectory,
): StageTarget {
  const resourcePath = path === '' ? '/' : path
  const calledPath = withStage(stageName, resourcePath)
  return { apiId, stageName: stages.has(apiId, stageName) ? stageName : undefined, resourcePath, rawQuery, calledPath }
}

function withStage(stageName: string, resourcePath: string): string {
  return stageName === '$default' ? resourcePath : `/${stageName}${resourcePath}`
}

/** A request to a custom domain. */
interface DomainCall {
  readonly request: HandleRequest
  readonly fullPath: string
  readonly rawQuery: string
  readonly stages: StageDirectory
  readonly now: () => number
}

function resolveDomain(domain: CompiledDomain, call: DomainCall): StageTarget | undefined {
  const { request, fullPath, rawQuery, stages } = call
  if (!mayCall(domain, call)) return undefined
  const headers = (): RequestHeaders => new RequestHeaders(request.headers, request.headerCase === 'lost')
  const route = domain.find(fullPath, headers)
  if (route === undefined) return undefined
  const { apiId, stage, basePath, reason } = route
  const via = `${domain.name}: ${reason}`
  const rest = fullPath.slice(basePath.length)
  const resourcePath = rest === '' ? '/' : rest
  // Mapping and stage are not in the path of the resource; `$context.path` keeps what was called (documented).
  if (stage === undefined) return { ...inPath(apiId, resourcePath, rawQuery, stages), calledPath: fullPath, via }
  const stageName = stages.has(apiId, stage) ? stage : undefined
  const calledPath = stages.protocolOf(apiId) === 'HTTP' ? withStage(stage, resourcePath) : fullPath
  return { apiId, stageName, resourcePath, rawQuery, calledPath, via }
}

// A private domain is open to its VPC endpoints, one with mutual TLS to clients that its truststore knows.
function mayCall({ vpcEndpointIds, accepts }: CompiledDomain, { request, now }: DomainCall): boolean {
  if (vpcEndpointIds !== undefined && !vpcEndpointIds.has(request.vpcEndpointId ?? '')) return false
  if (accepts === undefined) return true
  const certificate = request.tls?.clientCert
  return certificate !== undefined && accepts(certificate, now())
}

function hostOf(request: HandleRequest): string {
  return request.host ?? new RequestHeaders(request.headers, true).get('host') ?? ''
}

// `{api}.execute-api…` and `{api}-{vpce}.execute-api…` name the API; calls by VPC endpoint DNS name it in a header.
function apiOfHost(request: HandleRequest, stages: StageDirectory): string | undefined {
  const headers = new RequestHeaders(request.headers, request.headerCase === 'lost')
  const named = headers.get('x-apigw-api-id')
  if (named !== undefined && stages.hasApi(named)) return named
  const host = request.host ?? headers.get('host') ?? ''
  const label = host.split(/[.:]/, 1)[0] ?? ''
  if (stages.hasApi(label)) return label
  const endpoint = label.indexOf('-vpce-')
  const prefix = endpoint < 0 ? undefined : label.slice(0, endpoint)
  return prefix !== undefined && stages.hasApi(prefix) ? prefix : undefined
}
