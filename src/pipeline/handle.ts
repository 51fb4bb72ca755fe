import type { HandleRequest } from '../http/request.js'
import { HeaderList } from '../http/header-list.js'
import { RequestHeaders } from '../http/request-headers.js'
import { createResponse, type HandleResponse } from '../http/response.js'
import { GatewayResponseError } from '../responses/gateway-response-error.js'
import { forbidden, HttpRefusal } from '../responses/http-refusal.js'
import type { Runtime } from '../runtime/runtime.js'
import type { StageDirectory, StageResolver } from '../stage/types.js'
import { checkRequest, checkSize, pickDeployment, receiveBody, route } from './arrival.js'
import { finish, refuse } from './finish.js'
import { type DeployedMethod, type DeployedStage, Invocation } from './invocation.js'
import { runSteps } from './run.js'

/** What the pipeline needs of a gateway. */
export interface PipelineHost {
  readonly runtime: Runtime
  readonly resolver: StageResolver
  readonly stages: StageDirectory & { get(apiId: string, stageName: string): DeployedStage | undefined }
}

/** Takes a request from top to bottom. Answers at once as long as nothing has to wait. */
export function handleRequest(host: PipelineHost, request: HandleRequest): HandleResponse | Promise<HandleResponse> {
  let invocation: Invocation | undefined
  try {
    checkRequest(request)
    invocation = arrive(host, request)
    checkSize(invocation)
    const reading = receiveBody(invocation)
    const running = reading === undefined ? invoke(invocation) : invokeAfter(reading, invocation)
    if (running === undefined) return finish(invocation)
    const started = invocation
    return running.then(
      () => finish(started),
      (error: unknown) => answerError(error, started, host),
    )
  } catch (error) {
    return answerError(error, invocation, host)
  }
}

function arrive(host: PipelineHost, request: HandleRequest): Invocation {
  const target = host.resolver.resolve(request, host.stages)
  const stage = target === undefined ? undefined : host.stages.get(target.apiId, target.stageName)
  if (target === undefined || stage === undefined) throw forbidden()
  checkAddress(request, stage)
  return new Invocation(host.runtime, {
    request,
    stage: pickDeployment(stage, () => host.runtime.random.next()),
    resourcePath: target.resourcePath,
    rawQuery: target.rawQuery,
    calledPath: target.calledPath,
  })
}

// A private API is reached through a VPC endpoint only; an API may be closed at its default address (documented).
function checkAddress(request: HandleRequest, { api, endpointType, defaultHost }: DeployedStage): void {
  if (endpointType === 'PRIVATE' && request.vpcEndpointId === undefined) throw forbidden()
  if (!api.disableExecuteApiEndpoint) return
  const host = request.host ?? new RequestHeaders(request.headers, true).get('host') ?? defaultHost
  if (host === defaultHost) throw forbidden()
}

function invoke(invocation: Invocation): void | Promise<void> {
  route(invocation)
  return runSteps((invocation.method as DeployedMethod).steps, invocation)
}

async function invokeAfter(reading: Promise<void>, invocation: Invocation): Promise<void> {
  await reading
  await invoke(invocation)
}

function answerError(
  error: unknown,
  invocation: Invocation | undefined,
  { runtime }: { readonly runtime: Runtime },
): HandleResponse | Promise<HandleResponse> {
  if (error instanceof HttpRefusal) return createResponse(error.statusCode, new HeaderList(error.headers), error.body)
  if (invocation === undefined) throw error
  const refusal =
    error instanceof GatewayResponseError ? error : new GatewayResponseError('DEFAULT_5XX', { cause: error })
  // What a client that has gone away leaves behind is no failure of the gateway's.
  if (refusal.statusCode >= 500 && invocation.request.signal?.aborted !== true)
    reportCause(refusal, invocation, runtime)
  refuse(invocation, refusal)
  return finish(invocation)
}

/** The client learns nothing of it: the cause of a failure of the gateway's own is the log's. */
function reportCause(refusal: GatewayResponseError, invocation: Invocation, runtime: Runtime): void {
  const { method, stage, httpMethod, calledPath, requestId } = invocation
  runtime.logger.error(
    {
      requestId,
      api: stage.apiId,
      stage: stage.name,
      request: `${httpMethod} ${calledPath}`,
      resource: method?.resourcePath,
      responseType: refusal.responseType,
      statusCode: refusal.statusCode,
      pointer: refusal.pointer,
      err: refusal.cause,
    },
    `${httpMethod} ${calledPath} ended in ${refusal.responseType} (${refusal.statusCode})`,
  )
}
