import { describe, expect, it } from 'vitest'
import {
  type Authorizer,
  AuthorizerRefusal,
  ConfigError,
  type ConfigFault,
  createGateway,
  type Finding,
  type GatewayConfig,
  HeaderList,
  type Integration,
  type OpenApiDocument,
  type StageResolver,
} from '../../src/index.js'

function mock(body: string): object {
  return {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: '200', responseTemplates: { 'application/json': body } } },
  }
}

function definition(paths: Readonly<Record<string, object>>, more: object = {}): OpenApiDocument {
  const described = Object.entries(paths).map(([path, integration]) => [
    path,
    { get: { responses: { 200: { description: 'ok' } }, 'x-amazon-apigateway-integration': integration } },
  ])
  return { openapi: '3.0.1', info: { title: 'test', version: '1' }, paths: Object.fromEntries(described), ...more }
}

function faultsOf(config: GatewayConfig): readonly ConfigFault[] {
  try {
    createGateway(config)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).faults
  }
  throw new Error('The config was accepted')
}

describe('createGateway', () => {
  it('reports all faults at once, over all APIs, each with its pointer', () => {
    const badTemplate = { ...mock('#if(') }
    const faults = faultsOf({
      apis: {
        one: { definition: definition({ '/a': { type: 'NOVEL' }, '/b': badTemplate }) },
        two: { definition: { openapi: '3.0.1', info: { title: 't', version: '1' }, paths: { '/c': { get: {} } } } },
      },
    })
    const pointers = faults.map(({ pointer }) => pointer)
    expect(pointers).toContain('/apis/one/definition/paths/~1a/get/x-amazon-apigateway-integration/type')
    expect(pointers.some((pointer) => pointer.startsWith('/apis/one/definition/paths/~1b/get/'))).toBe(true)
    expect(pointers.some((pointer) => pointer.startsWith('/apis/two/definition/paths/~1c/get'))).toBe(true)
  })

  it('says what was found and what is allowed', () => {
    const [fault] = faultsOf({ definition: definition({ '/a': { type: 'NOVEL' } }) })
    expect(fault?.found).toBe('NOVEL')
    expect(fault?.allowed).toContain('MOCK')
  })

  it('finds the API by the host when there are several, and refuses other hosts', async () => {
    const { handle } = createGateway({
      apis: {
        cats: { definition: definition({ '/who': mock('cats') }) },
        dogs: { definition: definition({ '/who': mock('dogs') }) },
      },
    })
    const ask = async (host: string): Promise<string> =>
      (await handle({ method: 'GET', path: '/prod/who', headers: { host } })).text()
    expect(await ask('cats.execute-api.us-east-1.amazonaws.com')).toBe('cats')
    expect(await ask('dogs.execute-api.us-east-1.amazonaws.com')).toBe('dogs')
    expect(await ask('birds.execute-api.us-east-1.amazonaws.com')).toBe('{"message":"Forbidden"}')
  })

  it('serves each stage with its own variables, by path or named in the request', async () => {
    const { handle } = createGateway({
      definition: definition({ '/s': mock('$context.stage $stageVariables.colour $context.path') }),
      stages: { red: { variables: { colour: 'r' } }, blue: { variables: { colour: 'b' } } },
    })
    expect((await handle({ method: 'GET', path: '/red/s' })).text()).toBe('red r /red/s')
    expect((await handle({ method: 'GET', path: '/s', stage: 'blue' })).text()).toBe('blue b /blue/s')
    expect((await handle({ method: 'GET', path: '/green/s' })).statusCode).toBe(403)
  })

  it('lets a stage resolver of one’s own find the stage', async () => {
    const resolver: StageResolver = {
      resolve: ({ path }, stages) =>
        stages.onlyApi === undefined || !path.startsWith('/v1')
          ? undefined
          : { apiId: stages.onlyApi, stageName: 'prod', resourcePath: path.slice(3), rawQuery: '', calledPath: path },
    }
    const gateway = createGateway({ definition: definition({ '/s': mock('$context.path') }), stage: resolver })
    expect((await gateway.handle({ method: 'GET', path: '/v1/s' })).text()).toBe('/v1/s')
    expect((await gateway.handle({ method: 'GET', path: '/prod/s' })).statusCode).toBe(403)
    expect(gateway.matches({ method: 'GET', path: '/v1/s' })).toBe(true)
  })

  it('knows which requests have a route', () => {
    const { matches } = createGateway({ definition: definition({ '/a/{id}': mock('x') }) })
    expect(matches({ method: 'GET', path: '/prod/a/1?x=y' })).toBe(true)
    expect(matches({ method: 'POST', path: '/prod/a/1' })).toBe(false)
    expect(matches({ method: 'GET', path: '/prod/b' })).toBe(false)
    expect(matches({ method: 'GET', path: '/test/a/1' })).toBe(false)
  })

  it('answers 503 once it is closed, through every face', async () => {
    const gateway = createGateway({ definition: definition({ '/s': mock('x') }) })
    expect((await gateway.handle({ method: 'GET', path: '/prod/s' })).statusCode).toBe(200)
    await gateway.close()
    await gateway.close()
    expect((await gateway.handle({ method: 'GET', path: '/prod/s' })).statusCode).toBe(503)
    expect((await gateway.fetch(new Request('http://h/prod/s'))).status).toBe(503)
  })

  it('makes integrations when it is warmed, not when it is created', async () => {
    let made = 0
    const integration: Integration = {
      invoke: () => ({ statusCode: 200, headers: new HeaderList(), body: 'own' }),
    }
    const { warm, handle } = createGateway({
      definition: definition({
        '/a': { type: 'OWN', uri: 'http://own.invalid/', responses: { default: { statusCode: '200' } } },
      }),
      integrations: {
        OWN: () => {
          made++
          return integration
        },
      },
    })
    expect(made).toBe(0)
    await warm()
    expect(made).toBe(1)
    expect((await handle({ method: 'GET', path: '/prod/a' })).text()).toBe('own')
    expect(made).toBe(1)
  })

  it('works with its members taken apart', async () => {
    const { fetch } = createGateway({ definition: definition({ '/s': mock('$input.params("q")') }) })
    const response = await fetch(new Request('http://h/prod/s?q=a%20b'))
    expect([response.status, await response.text()]).toEqual([200, 'a b'])
  })
})

describe('findings', () => {
  // A security scheme that no API Gateway knows changes nothing: a finding, not a fault.
  const config = (onFinding?: GatewayConfig['onFinding']): GatewayConfig => ({
    definition: definition({ '/s': mock('x') }, { 'x-amazon-apigateway-nonsense': { a: 1 } }),
    ...(onFinding !== undefined && { onFinding }),
  })

  it('are kept, with a rule, a level and a pointer into the config', () => {
    const { findings } = createGateway(config())
    expect(findings.length).toBeGreaterThan(0)
    for (const { level, rule, pointer, message } of findings) {
      expect(level).toBe('warning')
      expect(rule).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/)
      expect(pointer).toMatch(/^\/definition\//)
      expect(message).not.toBe('')
    }
  })

  it('can be accepted, or raised to faults', () => {
    const seen: Finding[] = []
    const { findings } = createGateway(
      config((finding) => {
        seen.push(finding)
        return false
      }),
    )
    expect(findings).toEqual([])
    const faults = faultsOf(config(() => 'error'))
    expect(faults.map(({ pointer }) => pointer)).toEqual(seen.map(({ pointer }) => pointer))
  })
})

describe('an authorizer of one’s own', () => {
  const authorizer: Authorizer = {
    authorize: ({ methodArn, event }) => {
      const { headers } = event as { headers: Record<string, string> }
      // The event names headers as the service does.
      const user = headers['Authorization'] ?? headers['authorization'] ?? ''
      if (user === 'nobody') throw new AuthorizerRefusal()
      if (user === 'broken') throw new Error('down')
      const Effect = user === 'ada' ? 'Allow' : 'Deny'
      return {
        principalId: user,
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: methodArn }],
        },
        context: { team: 7 },
      }
    },
  }
  const secured = definition(
    {},
    {
      components: {
        securitySchemes: {
          staff: {
            type: 'apiKey',
            name: 'authorization',
            in: 'header',
            'x-amazon-apigateway-authtype': 'custom',
            'x-amazon-apigateway-authorizer': {
              type: 'request',
              identitySource: 'method.request.header.authorization',
              authorizerUri:
                'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations',
              authorizerResultTtlInSeconds: 0,
            },
          },
        },
      },
      paths: {
        '/s': {
          get: {
            security: [{ staff: [] }],
            responses: { 200: { description: 'ok' } },
            'x-amazon-apigateway-integration': mock('$context.authorizer.principalId $context.authorizer.team'),
          },
        },
      },
    },
  )

  it('stands in for the one that the definition names; by failing it lets nobody in', async () => {
    const { handle } = createGateway({ definition: secured, authorizers: { staff: authorizer }, logger: false })
    const ask = async (authorization: string): Promise<[number, string]> => {
      const response = await handle({ method: 'GET', path: '/prod/s', headers: { authorization } })
      return [response.statusCode, response.text()]
    }
    expect(await ask('ada')).toEqual([200, 'ada 7'])
    expect((await ask('bob'))[0]).toBe(403)
    expect((await ask('nobody'))[0]).toBe(401)
    expect((await ask('broken'))[0]).toBe(500)
  })
})
