import type { IntegrationDefinition } from '../../src/api/model.js'
import { HeaderList } from '../../src/http/header-list.js'
import type { CallInfo, IntegrationRequest } from '../../src/integration/types.js'
import type { Clock } from '../../src/runtime/clock.js'

/** The definition of an integration with the service's defaults. */
export function makeDefinition(
  settings: Partial<IntegrationDefinition> & { readonly type: string },
): IntegrationDefinition {
  return {
    connectionType: 'INTERNET',
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    responseTransferMode: 'BUFFERED',
    cacheKeyParameters: [],
    requestParameters: new Map(),
    requestTemplates: new Map(),
    integrationResponses: [],
    pointer: '/paths/~1x/get/x-amazon-apigateway-integration',
    ...settings,
  }
}

/** The circumstances of a call on a clock; the client stays unless a signal says otherwise. */
export function makeCall(clock: Clock, settings: Partial<CallInfo> = {}): CallInfo {
  return {
    requestId: '11111111-2222-4333-8444-555555555555',
    traceId: 'Root=1-00000000-000000000000000000000000',
    apiId: 'api1234567',
    stage: 'prod',
    region: 'us-east-1',
    accountId: '123456789012',
    clock,
    deadline: clock.now() + 29_000,
    signal: new AbortController().signal,
    ...settings,
  }
}

/** An integration request. */
export function makeRequest(
  definition: IntegrationDefinition,
  call: CallInfo,
  settings: Partial<Omit<IntegrationRequest, 'headers'>> & {
    readonly headers?: ReadonlyArray<readonly [string, string]>
  } = {},
): IntegrationRequest {
  const { headers = [], ...rest } = settings
  return {
    definition,
    httpMethod: definition.httpMethod ?? 'GET',
    uri: definition.uri ?? '',
    body: undefined,
    event: {},
    call,
    ...rest,
    headers: new HeaderList(headers),
  }
}

/** A function's integration URI. */
export function functionUri(reference: string): string {
  const functions = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions'
  return `${functions}/${reference.includes(':') ? reference : `arn:aws:lambda:us-east-1:123456789012:function:${reference}`}/invocations`
}

/** A logger that keeps what it is told. */
export function recordingLogger(): { lines: string[]; debug: Log; info: Log; warn: Log; error: Log } {
  const lines: string[] = []
  const log =
    (level: string): Log =>
    (_, message) =>
      lines.push(`${level}: ${message}`)
  return { lines, debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') }
}

type Log = (fields: object, message: string) => void
