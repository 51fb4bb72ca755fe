import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createGateway, HeaderList, type HttpGatewayConfig, portability } from '../../src/index.js'
import { createSeededRandom, createVirtualClock } from '../../src/testing/index.js'
import { SERVICES } from '../conformance/runner/gateway-config.js'
import { DEFINITIONS, type FieldDefinition, readDefinitions } from './read-definitions.js'

const all = readDefinitions()
const ofHttpApis = all.filter(({ protocolType }) => protocolType === 'HTTP')
const ofRestApis = all.filter(({ protocolType }) => protocolType === 'REST')
const AT_LEAST = 7

interface Route {
  readonly method: string
  readonly path: string
}

const answer = () => ({
  statusCode: 200,
  headers: new HeaderList([['content-type', 'application/json']]),
  body: '{}',
})

/** A gateway of a definition with stubs behind every name that it may mean. */
function stubbed(definition: unknown, text: string): HttpGatewayConfig {
  const names = [...text.matchAll(/[\w-]+/g)].map(([name]) => name)
  return {
    protocolType: 'HTTP',
    definition: definition as never,
    functions: Object.fromEntries(names.map((name) => [name, () => ({ statusCode: 200, body: '{}' })])),
    vpcLinks: Object.fromEntries(names.map((name) => [name, 'http://stub.example:80'])),
    http: async () => answer(),
    services: Object.fromEntries(SERVICES.map((service) => [service, answer])),
    clock: createVirtualClock(),
    random: createSeededRandom('definitions'),
    logger: false,
  }
}

function objectOf(definition: FieldDefinition['definition']): object {
  return typeof definition === 'string' ? (parse(definition, { logLevel: 'silent' }) as object) : definition
}

function routesOf(document: object): Route[] {
  const { paths } = document as { paths?: Record<string, Record<string, unknown>> }
  return Object.entries(paths ?? {}).flatMap(([template, item]) => {
    const path = template.replaceAll(/\{[^}]*\+\}/g, 'a/b').replaceAll(/\{[^}]*\}/g, 'a')
    return Object.keys(item).flatMap((key) => methodsOf(key).map((method) => ({ method, path })))
  })
}

function methodsOf(key: string): string[] {
  if (key.toLowerCase() === 'x-amazon-apigateway-any-method') return ['GET', 'POST']
  return /^(get|put|post|delete|options|head|patch)$/i.test(key) ? [key.toUpperCase()] : []
}

/** A body with everything that the mappings of a definition read. */
function bodyFor(text: string): string {
  return JSON.stringify(
    Object.fromEntries([...text.matchAll(/\$request\.body\.(\w+)/g)].map(([, name]) => [name, '{}'])),
  )
}

async function answersOf(
  config: HttpGatewayConfig,
  routes: readonly Route[],
  body = '{}',
): Promise<Map<string, number>> {
  const gateway = createGateway(config)
  const answers = new Map<string, number>()
  for (const { method, path } of routes) {
    const headers = { 'content-type': 'application/json' }
    const response = await gateway.handle({ method, path, headers, ...(method !== 'GET' && { body }) })
    answers.set(`${method} ${path}`, response.statusCode)
  }
  await gateway.close()
  return answers
}

describe('definitions of HTTP APIs from the field', () => {
  const counts = { definitions: 0, routes: 0 }

  test('are there, and enough of them', ({ skip }) => {
    if (!existsSync(DEFINITIONS)) skip('not here: ../shared/definitions')
    expect(ofHttpApis.length).toBeGreaterThanOrEqual(AT_LEAST)
  })

  test.for(ofHttpApis)('$name loads, and every route answers with stubs behind it', async ({ definition, text }) => {
    const routes = routesOf(objectOf(definition))
    expect(routes).not.toEqual([])
    const answers = await answersOf(stubbed(definition, text), routes, bodyFor(text))
    expect([...answers].filter(([, statusCode]) => statusCode !== 200)).toEqual([])
    counts.definitions++
    counts.routes += routes.length
  })

  test.for(ofHttpApis)('$name answers preflights as it says', async ({ definition, text }) => {
    const document = objectOf(definition) as { 'x-amazon-apigateway-cors'?: { allowOrigins?: string[] } }
    const [route] = routesOf(document)
    const gateway = createGateway(stubbed(definition, text))
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'POST' }
    const response = await gateway.handle({ method: 'OPTIONS', path: route?.path ?? '/', headers })
    const isConfigured = document['x-amazon-apigateway-cors'] !== undefined
    expect([response.statusCode, response.headers.get('access-control-allow-origin')]).toEqual(
      isConfigured ? [204, '*'] : [404, undefined],
    )
    await gateway.close()
  })

  test('are counted', async ({ annotate }) => {
    await annotate(`${counts.definitions} definitions of HTTP APIs loaded, ${counts.routes} routes answered`, 'count')
    expect(counts.definitions).toBe(ofHttpApis.length)
  })
})

describe('definitions of REST APIs from the field, moved to HTTP APIs', () => {
  const counts = { definitions: 0, routes: 0, converted: 0 }

  test.for(ofRestApis)('$name: the report names every route, and what is converted answers', async (field) => {
    const report = portability(field.definition, 'HTTP')
    const given = report.routes.filter(({ converted }) => converted).map(({ route }) => route)
    const routes = routesOf(report.definition)
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBeGreaterThanOrEqual(given.length)
    for (const { converted, findings, route } of report.routes)
      expect(converted || findings.length > 0, `${route} is lost without a reason`).toBe(true)
    counts.definitions++
    counts.routes += report.routes.length
    counts.converted += given.length
    const answers = await answersOf(stubbed(report.definition, JSON.stringify(report.definition)), routes)
    // Callers that nobody vouches for are refused; whatever else is not let through is a fault.
    for (const [route, statusCode] of answers) expect([200, 401, 403], route).toContain(statusCode)
  })

  test('are counted', async ({ annotate }) => {
    await annotate(
      `${counts.definitions} definitions of REST APIs moved: ${counts.converted} of ${counts.routes} routes`,
      'count',
    )
    expect(counts.definitions).toBe(ofRestApis.length)
  })
})
