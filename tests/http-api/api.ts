import {
  createGateway,
  type Gateway,
  HeaderList,
  type HttpCall,
  type HttpClient,
  type HttpGatewayConfig,
} from '../../src/index.js'
import { createSeededRandom, createVirtualClock } from '../../src/testing/index.js'

/** An OpenAPI document with one operation a route key, each with the given integration and other fields. */
export function httpDocument(
  operations: Readonly<Record<string, object>>,
  root: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [key, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = key === '$default' ? ['ANY', '/$default'] : key.split(' ')
    const name = method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase()
    const item = (paths[path] ??= {})
    item[name] = { responses: {}, ...(key === '$default' && { isDefaultRoute: true }), ...operation }
  }
  return { openapi: '3.0.1', info: { title: 'test', version: '1' }, paths, ...root }
}

/** `x-amazon-apigateway-integration` of a function. */
export function lambda(name: string, payloadFormatVersion = '2.0'): object {
  return {
    'x-amazon-apigateway-integration': {
      type: 'AWS_PROXY',
      httpMethod: 'POST',
      uri: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
      payloadFormatVersion,
    },
  }
}

/** A gateway with an HTTP API on a virtual clock and a seed. */
export function httpGateway(config: Omit<HttpGatewayConfig, 'protocolType'>): Gateway {
  return createGateway({
    clock: createVirtualClock(),
    random: createSeededRandom('http'),
    logger: false,
    ...config,
    protocolType: 'HTTP',
  })
}

/** A back end that answers 200, and the calls that it got. */
export function backEnd(answer: [string, string][] = [['content-type', 'text/html']], body = 'page') {
  const calls: HttpCall[] = []
  const http: HttpClient = async (call) => {
    calls.push(call)
    return { statusCode: 200, headers: new HeaderList(answer), body: new TextEncoder().encode(body) }
  }
  return { calls, http }
}
