import { ConfigError } from '../../../src/errors.js'
import type { HandleRequest } from '../../../src/http/request.js'
import type { HandleResponse } from '../../../src/http/response.js'
import { createVirtualClock } from '../../../src/testing/index.js'
import { createBackends } from './backends.js'
import { isRecord } from './compare.js'
import { compareBackends } from './expect-backend.js'
import { compareAnswer, type Answer } from './expect-response.js'
import { requestConfig } from './gateway-config.js'
import { createGateway, type Gateway, type GatewayConfig } from '../../../src/index.js'
import { bodyAt, numberAt, onlyKeys, pairsAt, recordAt, recordsAt, textAt } from './read-case.js'
import { drain, settle } from './settle.js'
import { InexpressibleError, NotBuiltError, type Difference, type Json, type LoadedCase } from './types.js'

const CASE_KEYS =
  'id evidence source protocol endpointConfiguration openapi stage canaryOpenapi apiKeys usagePlans backends steps'
const REQUEST_KEYS = 'method path headers body bodyBase64 sourceIp vpcEndpointId vpcId'

/** Runs a request case: one gateway, its requests in order; stops at the first step that differs. */
export async function runRequestCase({ data, id }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, CASE_KEYS, 'case')
  const protocol = textAt(data, 'protocol', 'case') ?? 'REST'
  if (protocol !== 'REST' && protocol !== 'HTTP') throw new InexpressibleError(`no such protocol: ${protocol}`)
  const clock = createVirtualClock()
  const backends = createBackends(recordAt(data, 'backends', 'case'), clock)
  const gateway = openGateway(requestConfig(data, id, clock, backends))
  try {
    for (const [index, step] of recordsAt(data, 'steps', 'case').entries()) {
      const at = `steps[${index}]`
      onlyKeys(step, 'advanceClockSeconds request expect expectBackend', at)
      backends.startStep()
      const seconds = numberAt(step, 'advanceClockSeconds', at)
      if (seconds !== undefined) await clock.advance(seconds * 1000)
      const request = readRequest(recordAt(step, 'request', at), `${at}.request`)
      const response = await settle(gateway.handle(request), clock, backends)
      const answer = await readAnswer(response)
      await drain()
      const differences = [
        ...compareAnswer(recordAt(step, 'expect', at), answer, `${at}.expect`),
        ...compareBackends(recordAt(step, 'expectBackend', at), backends, `${at}.expectBackend`),
        ...strangers(backends.strangers, at),
      ]
      if (differences.some((difference) => !difference.at.endsWith(STRANGERS))) return differences
    }
    return []
  } finally {
    await gateway.close()
  }
}

const STRANGERS = 'calls to no backend of the case'

// Shown beside other differences: a call that no backend matched explains most of them, but fails nothing by itself.
function strangers(calls: readonly string[], at: string): Difference[] {
  return calls.length === 0 ? [] : [{ at: `${at}: ${STRANGERS}`, expected: [], actual: [...calls] }]
}

/**
 * Opens a gateway on a configuration.
 *
 * @throws NotBuiltError when all that stands against the configuration is what is not built yet
 */
export function openGateway(config: GatewayConfig): Gateway {
  try {
    return createGateway(config)
  } catch (error) {
    const reason = notBuiltReason(error)
    if (reason !== undefined) throw new NotBuiltError(reason)
    throw error
  }
}

function notBuiltReason(error: unknown): string | undefined {
  if (!(error instanceof ConfigError) || error.faults.length === 0) return undefined
  const isNotBuilt = (fault: object): boolean => /not[- ](?:yet )?built/.test(JSON.stringify(fault))
  return error.faults.every(isNotBuilt)
    ? [...new Set(error.faults.map(({ message }) => message))].join('; ')
    : undefined
}

function readRequest(request: Json, at: string): HandleRequest {
  onlyKeys(request, REQUEST_KEYS, at)
  const body = bodyAt(request, at)
  const optional = (key: 'sourceIp' | 'vpcEndpointId' | 'vpcId'): Partial<HandleRequest> => {
    const value = textAt(request, key, at)
    return value === undefined ? {} : { [key]: value }
  }
  return {
    method: textAt(request, 'method', at) ?? 'GET',
    path: textAt(request, 'path', at) ?? '/',
    headers: pairsAt(request, 'headers', at),
    ...(body !== undefined && { body }),
    ...optional('sourceIp'),
    ...optional('vpcEndpointId'),
    ...optional('vpcId'),
  }
}

/** Reads a response to its end. */
export async function readAnswer(response: HandleResponse): Promise<Answer> {
  if (!isRecord(response)) throw new Error(`handle() answered a ${typeof response}`)
  const { statusCode, headers, body } = response
  return { statusCode, headers: [...headers], body: await readBody(body) }
}

async function readBody(body: HandleResponse['body']): Promise<Uint8Array> {
  if (typeof body === 'string') return new Uint8Array(Buffer.from(body, 'utf8'))
  if (body instanceof Uint8Array) return body
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}
