import * as fc from 'fast-check'
import { expect } from 'vitest'
import { createGateway } from '../../src/index.js'
import type { Gateway, ResponseCache } from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/virtual-clock.js'
import { thingsDefinition } from './cached-gateway.js'

/** One request of many that share a store. */
interface Call {
  readonly api: string
  readonly stage: string
  readonly deployment: string
  readonly caller: string
  readonly id: string
}

// Names that run into each other where they are simply joined.
const APIS = ['a', 'a/p', 'a%2Fp', 'constructor']
const STAGES = ['p', 'p-1']
const DEPLOYMENTS = ['d', 'p/d', 'd/d', '1', '__proto__']
const CALLERS = ['ada', 'bob', 'ada:1', '3:ada', '-', 'ü', '']
const IDS = ['1', '11', '1:1', '3:ada', '-', '%2F', '*', '__proto__', '1*1:1']

const calls: fc.Arbitrary<Call> = fc.record({
  api: fc.constantFrom(...APIS),
  stage: fc.constantFrom(...STAGES),
  deployment: fc.constantFrom(...DEPLOYMENTS),
  caller: fc.constantFrom(...CALLERS),
  id: fc.constantFrom(...IDS),
})

/** A gateway of one deployment; its function says for whom it was called. */
function openGateway(deploymentId: string, cache: ResponseCache, encrypted: boolean): Gateway {
  const definition = {
    ...thingsDefinition(['integration.request.header.X-Caller', 'method.request.path.id'], {
      requestParameters: { 'integration.request.header.X-Caller': 'context.authorizer.caller' },
    }),
    components: {
      securitySchemes: {
        gate: {
          type: 'apiKey',
          name: 'Unused',
          in: 'header',
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': {
            type: 'request',
            authorizerResultTtlInSeconds: 0,
            authorizerUri:
              'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:gate/invocations',
          },
        },
      },
    },
    security: [{ gate: [] }],
  }
  const stage = {
    deploymentId,
    cacheClusterEnabled: true,
    methodSettings: { '*/*': { cachingEnabled: true, cacheDataEncrypted: encrypted } },
  }
  const api = { definition, stages: Object.fromEntries(STAGES.map((name) => [name, stage])) }
  return createGateway({
    apis: Object.fromEntries(APIS.map((id) => [id, api])),
    authorizers: {
      gate: {
        authorize: ({ sources }) => ({
          principalId: 'user',
          context: { caller: sources.header('X-Who') ?? '' },
          policyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }],
          },
        }),
      },
    },
    functions: {
      things: async (event: {
        readonly pathParameters: { readonly id: string }
        readonly requestContext: {
          readonly apiId: string
          readonly stage: string
          readonly authorizer: { readonly caller: string }
        }
      }) => {
        const { apiId, stage, authorizer } = event.requestContext
        return {
          statusCode: 200,
          body: JSON.stringify([apiId, stage, deploymentId, authorizer.caller, event.pathParameters.id]),
        }
      },
    },
    // Which API is meant stands in a header: not every name could be that of a host.
    stage: {
      resolve: ({ path, headers }) => {
        const [, stageName = '', ...rest] = path.split('/')
        const apiId = (headers as Record<string, string>)['x-api'] ?? ''
        return { apiId, stageName, resourcePath: `/${rest.join('/')}`, rawQuery: '', calledPath: path }
      },
    },
    cacheEncryption: { keys: [{ id: 'k', key: new Uint8Array(32) }] },
    cache,
    clock: createVirtualClock(),
    logger: false,
  })
}

/**
 * Sends any requests of any callers to gateways of several deployments over one store, each request twice so that entries
 * are met: each must be answered with what was made for it.
 */
export async function expectNoCrossTalk(
  makeStore: () => { readonly plain: ResponseCache },
  runs: number,
): Promise<{ hits: number; misses: number }> {
  const seen = { hits: 0, misses: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(calls, { minLength: 5, maxLength: 25 }), fc.boolean(), async (list, encrypted) => {
      const { plain } = makeStore()
      const gateways = new Map(DEPLOYMENTS.map((id) => [id, openGateway(id, plain, encrypted)]))
      for (const { api, stage, deployment, caller, id } of [...list, ...list]) {
        const response = await gateways.get(deployment)!.handle({
          method: 'GET',
          path: `/${stage}/things/${id}`,
          headers: { 'x-api': api, 'X-Who': caller },
        })
        expect([response.statusCode, response.json()]).toEqual([200, [api, stage, deployment, caller, id]])
      }
      for (const gateway of gateways.values()) {
        const { hits, misses } = await gateway.cache.stats()
        seen.hits += hits
        seen.misses += misses
        await gateway.close()
      }
    }),
    { numRuns: runs },
  )
  return seen
}
