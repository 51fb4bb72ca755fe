import type { GatewayConfig, HandleRequest, LambdaHandler, MethodSetting } from '../../src/index.js'
import { createGateway } from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/virtual-clock.js'

/** A gateway whose one method, `GET /things/{id}`, is cached; its function counts its calls. */
export function cachedGateway(
  handler: LambdaHandler,
  {
    settings = {},
    cacheKeyParameters = ['method.request.path.id'],
    ...config
  }: Partial<GatewayConfig> & { settings?: MethodSetting; cacheKeyParameters?: readonly string[] } = {},
) {
  let calls = 0
  const clock = createVirtualClock()
  const gateway = createGateway({
    definition: thingsDefinition(cacheKeyParameters),
    stages: { prod: { cacheClusterEnabled: true, methodSettings: { '*/*': { cachingEnabled: true, ...settings } } } },
    functions: {
      things: async (...args: Parameters<LambdaHandler>) => {
        calls++
        return handler(...args)
      },
    },
    clock,
    logger: false,
    ...config,
  })
  const get = (id: string, headers: HandleRequest['headers'] = {}, stage = 'prod') =>
    gateway.handle({ method: 'GET', path: `/${stage}/things/${id}`, headers })
  return { gateway, clock, get, calls: () => calls }
}

/** `GET /things/{id}` behind the function `things`. */
export function thingsDefinition(
  cacheKeyParameters: readonly string[],
  integration: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    openapi: '3.0.1',
    info: { title: 'things', version: '1' },
    paths: {
      '/things/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: 'ok' } },
          'x-amazon-apigateway-integration': {
            type: 'aws_proxy',
            httpMethod: 'POST',
            uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:things/invocations',
            cacheKeyParameters,
            ...integration,
          },
        },
      },
    },
  }
}
