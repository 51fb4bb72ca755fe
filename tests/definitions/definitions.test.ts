import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { HttpResponseStream, type ResponseStream, streamifyResponse } from '../../src/integration/index.js'
import { createGateway } from '../../src/index.js'
import type { GatewayConfig } from '../../src/config/types.js'
import { HeaderList } from '../../src/http/header-list.js'
import type { EndpointResponse } from '../../src/integration/types.js'
import { createSeededRandom, createVirtualClock } from '../../src/testing/index.js'
import { SERVICES } from '../conformance/runner/gateway-config.js'
import { DEFINITIONS, readDefinitions, type FieldDefinition } from './read-definitions.js'

const definitions = readDefinitions().filter(({ protocolType }) => protocolType === 'REST')
const AT_LEAST = 15

describe('definitions from the field', () => {
  const counts = { definitions: 0, routes: 0 }

  test('are there, and enough of them', ({ skip }) => {
    if (!existsSync(DEFINITIONS)) skip('not here: ../shared/definitions')
    expect(definitions.length).toBeGreaterThanOrEqual(AT_LEAST)
  })

  test.for(definitions)('$name loads, and every route answers with stubs behind it', async (field) => {
    const gateway = createGateway(stubbed(field))
    const routes = routesOf(field)
    expect(routes).not.toEqual([])
    for (const { method, path } of routes) {
      const headers = { 'content-type': 'application/json' }
      const response = await gateway.handle({
        method,
        path: `/prod${path}`,
        headers,
        ...(method !== 'GET' && { body: '{}' }),
      })
      const answer = {
        method,
        path,
        statusCode: response.statusCode,
        errorType: response.headers.get('x-amzn-errortype'),
      }
      // An unknown route is the one thing that a route of the definition must not be.
      expect(isUnknownRoute(answer.errorType, field), JSON.stringify(answer)).toBe(false)
      expect(
        response.statusCode,
        `${JSON.stringify(answer)} ${typeof response.body === 'string' ? response.body : ''}`,
      ).not.toBeOneOf([500, 502, 504])
    }
    counts.definitions++
    counts.routes += routes.length
    await gateway.close()
  })

  test('are counted', async ({ annotate }) => {
    await annotate(`${counts.definitions} definitions loaded, ${counts.routes} routes answered`, 'count')
    expect(counts.definitions).toBe(definitions.length)
  })
})

// An API that asks for signatures answers an unsigned request in the same words as an unknown route.
function isUnknownRoute(errorType: string | undefined, { text }: FieldDefinition): boolean {
  return errorType === 'MissingAuthenticationTokenException' && !/aws_?iam|sigv4/i.test(text)
}

function stubbed({ definition, text }: FieldDefinition): GatewayConfig {
  const names = [
    ...text.matchAll(/\$\{(\w+)|GetAtt"?:?\s*(?:\[?\s*"?)?(\w+)|function:([\w-]+)|Ref"?:?\s*"?(\w+)/g),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? '')
  return {
    definition,
    functions: Object.fromEntries(names.map((name) => [name, /\bSTREAM\b/.test(text) ? streamed() : answered])),
    http: () => Promise.resolve(stubAnswer()),
    ...vpcLinks(names),
    services: Object.fromEntries(SERVICES.map((service) => [service, stubAnswer])),
    clock: createVirtualClock(),
    random: createSeededRandom('definitions'),
    logger: false,
  }
}

const answered = () => ({ statusCode: 200, body: '{}' })

// What a streaming integration calls has to stream.
function streamed() {
  return streamifyResponse((_event: never, stream: ResponseStream): void => {
    HttpResponseStream.from(stream, { statusCode: 200 }).end('{}')
  })
}

function stubAnswer(): EndpointResponse {
  return { statusCode: 200, headers: new HeaderList([['content-type', 'application/json']]), body: '{}' }
}

function routesOf({ definition }: FieldDefinition): Array<{ method: string; path: string }> {
  const document: unknown = typeof definition === 'string' ? parse(definition, { logLevel: 'silent' }) : definition
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

function vpcLinks(names: readonly string[]): object {
  return { vpcLinks: Object.fromEntries(names.map((name) => [name, 'stub.example:80'])) }
}
