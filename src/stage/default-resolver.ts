import { RequestHeaders } from '../http/request-headers.js'
import type { HandleRequest } from '../http/request.js'
import type { StageDirectory, StageResolver, StageTarget } from './types.js'

/**
 * The service's own addresses: `https://{api}.execute-api.{region}.amazonaws.com/{stage}/{resource path}`. With one API any
 * host means it; with several the first label of the host names it. Slashes before the stage do not count (recorded).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
 */
export const defaultStageResolver: StageResolver = {
  resolve: (request, stages) => {
    const apiId = stages.onlyApi ?? apiOfHost(request, stages)
    if (apiId === undefined) return undefined
    const { path } = request
    const question = path.indexOf('?')
    const fullPath = question < 0 ? path : path.slice(0, question)
    const rawQuery = question < 0 ? '' : path.slice(question + 1)
    if (request.stage !== undefined) return mounted(request.stage, fullPath, rawQuery, apiId, stages)
    let start = 0
    while (fullPath.charCodeAt(start) === SLASH) start++
    const slash = fullPath.indexOf('/', start)
    const end = slash < 0 ? fullPath.length : slash
    const stageName = fullPath.slice(start, end)
    if (!stages.has(apiId, stageName)) return undefined
    return {
      apiId,
      stageName,
      resourcePath: end === fullPath.length ? '/' : withoutDoubleStart(fullPath, end),
      rawQuery,
      calledPath: start <= 1 ? fullPath : fullPath.slice(start - 1),
    }
  },
}

const SLASH = 47

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
): StageTarget | undefined {
  if (!stages.has(apiId, stageName)) return undefined
  const resourcePath = path === '' ? '/' : path
  return { apiId, stageName, resourcePath, rawQuery, calledPath: `/${stageName}${resourcePath}` }
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
