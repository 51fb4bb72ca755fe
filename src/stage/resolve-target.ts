import type { HandleRequest } from '../http/request.js'
import { RequestHeaders } from '../http/request-headers.js'
import type { StageDirectory, StageResolver } from './types.js'

/** Which stage of which API a request means, and why; or why none. */
export interface ResolvedTarget {
  /** `undefined`: no API is meant, the answer is 403. */
  readonly apiId: string | undefined
  /** `undefined`: the API is there, such a stage is not. */
  readonly stageName: string | undefined
  readonly protocolType: 'REST' | 'HTTP' | 'WEBSOCKET' | undefined
  /** The path behind stage and mapping: what is routed. */
  readonly resourcePath: string | undefined
  /** What decided, in a sentence for people. */
  readonly why: string
}

/** Says where a request goes, without sending it there. */
export function resolveTarget(request: HandleRequest, resolver: StageResolver, stages: StageDirectory): ResolvedTarget {
  const target = resolver.resolve(request, stages)
  const host = request.host ?? new RequestHeaders(request.headers, true).get('host')
  const called = host === undefined ? 'no host was named' : `the host ${host} was called`
  if (target === undefined) {
    const why = `No API is meant: ${called}, which is no domain and no API's own host, or is not open to this caller.`
    return { apiId: undefined, stageName: undefined, protocolType: undefined, resourcePath: undefined, why }
  }
  const { apiId, stageName, resourcePath, via } = target
  const protocolType = stages.protocolOf(apiId)
  const api = via ?? (stages.onlyApi === apiId ? 'it is the only API' : called)
  const stage =
    request.stage !== undefined
      ? `the app named the stage ${request.stage}`
      : via === undefined
        ? `the path begins with ${JSON.stringify(`/${stageName ?? ''}`)}`
        : 'the mapping names the stage'
  const why =
    stageName === undefined
      ? `The API ${apiId} is meant (${api}), but none of its stages.`
      : stageName === '$default' && request.stage === undefined && via === undefined
        ? `The API ${apiId} is meant (${api}), and its stage $default: the path begins with no other stage.`
        : `The API ${apiId} is meant (${api}), and its stage ${stageName}: ${stage}.`
  return { apiId, stageName, protocolType, resourcePath, why }
}
