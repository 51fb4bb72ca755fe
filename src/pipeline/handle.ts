import type { ClientSocket, Connection, ConnectionHub } from '../connections/index.js'
import { HeaderList } from '../http/header-list.js'
import type { HandleRequest } from '../http/request.js'
import { createResponse, type HandleResponse } from '../http/response.js'
import { forbidden, HttpRefusal } from '../responses/http-refusal.js'
import type { Runtime } from '../runtime/runtime.js'
import type { StageDirectory, StageResolver, StageTarget } from '../stage/types.js'
import { mayCome } from '../stage/endpoint-access.js'
import { type EdgeVisit, enterEdge, visitEdge } from '../stage/edge-headers.js'
import type { Locate } from '../stage/edge-position.js'
import { checkRequest, pickDeployment } from './arrival.js'
import { handleHttp } from './http.js'
import { stageNotFound } from './http/finish.js'
import { type DeployedHttpStage, HttpInvocation } from './http/invocation.js'
import { type DeployedStage, Invocation } from './invocation.js'
import { handleRest } from './rest.js'
import { connectClient } from './websocket/connect.js'
import type { DeployedWebSocketStage } from './websocket/invocation.js'
import { manageConnection } from './websocket/manage.js'

/** A stage of any protocol that answers requests. */
export type AnyDeployedStage = DeployedStage | DeployedHttpStage | DeployedWebSocketStage

/** What the pipeline needs of a gateway. */
export interface PipelineHost {
  readonly runtime: Runtime
  readonly resolver: StageResolver
  readonly locate?: Locate | undefined
  readonly stages: StageDirectory & { get(apiId: string, stageName: string): AnyDeployedStage | undefined }
  readonly connections: ConnectionHub
}

/** Takes a request to the stage that it means. Answers at once as long as nothing has to wait. */
export function handleRequest(host: PipelineHost, request: HandleRequest): HandleResponse | Promise<HandleResponse> {
  try {
    checkRequest(request)
    const { stage, target } = findStage(host, request)
    if (stage === undefined) return unknownStage(host, target)
    if (!mayCome(request, stage)) return noWayIn(host, stage)
    return serve(host, request, stage, target)
  } catch (error) {
    return answerRefusal(error)
  }
}

/** Takes a client's upgrade to the stage that it means. Gives its connection, or the response that refuses it. */
export async function upgradeRequest(
  host: PipelineHost,
  request: HandleRequest,
  socket: ClientSocket,
): Promise<Connection | HandleResponse> {
  try {
    checkRequest(request)
    const { stage, target } = findStage(host, request)
    if (stage?.protocolType !== 'WEBSOCKET') throw forbidden()
    if (!mayCome(request, stage)) throw forbidden()
    return await connectClient(host, { request, socket, stage, target })
  } catch (error) {
    return answerRefusal(error)
  }
}

function findStage(
  { resolver, stages }: PipelineHost,
  request: HandleRequest,
): { readonly target: StageTarget; readonly stage: AnyDeployedStage | undefined } {
  const target = resolver.resolve(request, stages)
  if (target === undefined) throw forbidden()
  return { target, stage: target.stageName === undefined ? undefined : stages.get(target.apiId, target.stageName) }
}

function answerRefusal(error: unknown): HandleResponse {
  if (!(error instanceof HttpRefusal)) throw error
  return createResponse(error.statusCode, new HeaderList(error.headers), error.body)
}

function serve(
  host: PipelineHost,
  request: HandleRequest,
  stage: AnyDeployedStage,
  target: StageTarget,
): HandleResponse | Promise<HandleResponse> {
  const { runtime } = host
  const { resourcePath, rawQuery, calledPath } = target
  if (stage.protocolType === 'WEBSOCKET') return manageConnection(host, { request, stage, target })
  if (stage.protocolType === 'HTTP')
    return handleHttp(new HttpInvocation(runtime, { request, stage, resourcePath, rawQuery, calledPath }))
  const deployment = stage.canary === undefined ? stage : pickDeployment(stage, () => runtime.random.next())
  const edge = deployment.endpointType === 'EDGE' ? visit(host, request) : undefined
  const arrived = edge === undefined ? request : enterEdge(request, edge)
  const invocation = new Invocation(runtime, {
    request: arrived,
    stage: deployment,
    resourcePath,
    rawQuery,
    calledPath,
  })
  invocation.edge = edge
  return handleRest(invocation)
}

function visit({ runtime, locate }: PipelineHost, { sourceIp = '127.0.0.1' }: HandleRequest): EdgeVisit {
  return visitEdge({
    region: runtime.region,
    ids: runtime.ids,
    sequence: runtime.ids.next(),
    sourceIp,
    locate,
    onLocateError: (err) => runtime.logger.warn({ err, sourceIp }, '`locate` failed'),
  })
}

// A REST API refuses who comes by a closed way; an HTTP API is not there.
function noWayIn({ runtime }: PipelineHost, { protocolType }: AnyDeployedStage): HandleResponse {
  if (protocolType === 'HTTP') return stageNotFound(runtime)
  throw forbidden()
}

// Each protocol has its own answer to a stage that is not there.
function unknownStage({ runtime, stages }: PipelineHost, { apiId }: StageTarget): HandleResponse {
  if (stages.protocolOf(apiId) === 'HTTP') return stageNotFound(runtime)
  throw forbidden()
}
