import type { GatewayConfig, StageConfig, UsagePlan } from '../../../src/config/types.js'
import { HeaderList } from '../../../src/http/header-list.js'
import type {
  EndpointResponse,
  HttpCall as GatewayHttpCall,
  Invoker,
  Payload,
  ServiceCall,
} from '../../../src/integration/types.js'
import { createSeededRandom, type VirtualClock } from '../../../src/testing/index.js'
import { encode, type Backends, type HttpCall, type HttpReply } from './backends.js'
import { recordAt, recordsAt, textAt } from './read-case.js'
import { serviceKeys } from './service-call.js'
import type { Json } from './types.js'

/** The account that the ARNs of the cases name. */
const ACCOUNT = { id: '123456789012', region: 'us-east-1' } as const

/** The parts of a configuration that every gateway of the suite has: back ends, time, chance, silence. */
export function surroundings(id: string, clock: VirtualClock, backends: Backends): GatewayConfig {
  return {
    account: ACCOUNT,
    functions: Object.fromEntries(backends.functionNames.map((name) => [name, createInvoker(name, backends)])),
    http: async (call) => endpointResponse(await backends.send([call.url], readCall(call))),
    services: createServices(backends),
    clock,
    random: createSeededRandom(id),
    logger: false,
  }
}

/** The configuration that a request case describes. */
export function requestConfig(data: Json, id: string, clock: VirtualClock, backends: Backends): GatewayConfig {
  const stage = recordAt(data, 'stage', 'case')
  const name = textAt(stage, 'name', 'stage')
  return {
    ...surroundings(id, clock, backends),
    // The protocol is data here: the type of the configuration says REST.
    ...(data['protocol'] === 'HTTP' && { protocolType: 'HTTP' as never }),
    definition: data['openapi'] as NonNullable<GatewayConfig['definition']>,
    ...(name !== undefined && { stages: { [name]: stageConfig(stage, data['canaryOpenapi']) } }),
    ...pick(data, 'endpointConfiguration'),
    ...accountConfig(data, name),
  }
}

/** The API keys and usage plans of a case. */
export function accountConfig(data: Json, stage: string | undefined): Partial<GatewayConfig> {
  const plans = recordsAt(data, 'usagePlans', 'case')
  return {
    ...pick(data, 'apiKeys'),
    ...(plans.length > 0 && { usagePlans: plans.map((plan) => usagePlan(plan, stage)) }),
  }
}

function stageConfig(stage: Json, canaryOpenapi: unknown): StageConfig {
  const settings = Object.fromEntries(Object.entries(stage).filter(([key]) => key !== 'name'))
  if (canaryOpenapi === undefined) return settings
  const canarySettings = { ...recordAt(settings, 'canarySettings', 'stage'), definition: canaryOpenapi as Json }
  return { ...settings, canarySettings }
}

// A plan that names no stages covers the case's own; the service would cover none.
function usagePlan(plan: Json, stage: string | undefined): UsagePlan {
  const covered = stage === undefined ? {} : { apiStages: [{ stage }] }
  return { ...covered, ...plan }
}

function pick(data: Json, key: 'endpointConfiguration' | 'apiKeys'): Partial<GatewayConfig> {
  return Object.hasOwn(data, key) ? { [key]: data[key] } : {}
}

function createInvoker(name: string, backends: Backends): Invoker {
  return {
    invoke: async ({ event, invocationType }) => {
      const reply = await backends.invoke(name, { event: asJson(event), invocationType })
      return 'error' in reply ? { error: { errorMessage: '', ...reply.error } } : reply
    },
  }
}

// Whatever service an integration names is there; which calls the case knows of is decided call by call.
function createServices(backends: Backends): NonNullable<GatewayConfig['services']> {
  return Object.fromEntries(
    SERVICES.map((service) => [
      service,
      async (call: ServiceCall) => {
        const read = readCall(call)
        return endpointResponse(await backends.send([...serviceKeys(service, read), call.url], read))
      },
    ]),
  )
}

/** The services that integrations of the cases, and of those like them, name. */
export const SERVICES: readonly string[] = (
  'apigateway appconfig appconfigdata appsync athena batch bedrock bedrock-runtime cloudwatch codebuild ' +
  'cognito-idp comprehend dynamodb ec2 ecs email events firehose glue iot kinesis kms lambda logs ' +
  'monitoring polly rekognition s3 sagemaker scheduler secretsmanager ses sns sqs ssm states sts ' +
  'textract transcribe translate xray runtime.sagemaker iotdata'
).split(' ')

function readCall(call: GatewayHttpCall & Pick<ServiceCall, 'parameters'>): HttpCall {
  const target = call.url.replace(/^[a-z]+:\/\/[^/?]*/i, '')
  const question = target.indexOf('?')
  return {
    method: call.method,
    path: (question < 0 ? target : target.slice(0, question)) || '/',
    query: question < 0 ? '' : target.slice(question + 1),
    headers: [...call.headers],
    body: payloadBytes(call.body),
    ...(call.parameters !== undefined && { parameters: call.parameters }),
  }
}

function payloadBytes(body: Payload): Uint8Array {
  if (body === undefined) return new Uint8Array()
  return typeof body === 'string' ? encode(body) : body
}

function endpointResponse({ statusCode, headers, body }: HttpReply): EndpointResponse {
  return { statusCode, headers: new HeaderList(headers), body }
}

/** What a process boundary would carry. */
function asJson(event: unknown): unknown {
  const text: string | undefined = JSON.stringify(event)
  return text === undefined ? undefined : JSON.parse(text)
}
