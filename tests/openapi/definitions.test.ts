import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { RestApi } from '../../src/api/model.js'
import { DefinitionError, describeApi, exportApi, importApi, parseDocument } from '../../src/openapi/index.js'

const FOLDER = new URL('../../../shared/definitions/', import.meta.url)
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => /\.ya?ml$/.test(file)) : []

/** Documents of the folder, and those that templates hold for their REST APIs. */
function documentsOf(file: string): Array<[string, Record<string, unknown>]> {
  const document = parseDocument(readFileSync(new URL(file, FOLDER), 'utf8')) as Record<string, any>
  if (document['openapi'] !== undefined || document['swagger'] !== undefined) return [[file, document]]
  return Object.entries<any>(document['Resources'] ?? {})
    .filter(([, resource]) => /^AWS::(Serverless::Api|ApiGateway::RestApi)$/.test(resource?.Type))
    .map(([name, resource]): [string, any] => [
      `${file}#${name}`,
      resource.Properties?.DefinitionBody ?? resource.Properties?.Body,
    ])
    .filter(([, body]) => body?.openapi !== undefined || body?.swagger !== undefined)
}

const documents = files.flatMap(documentsOf)
const isHttpApi = (document: unknown): boolean => JSON.stringify(document).includes('"integrationSubtype"')

describe.skipIf(files.length === 0)('definitions from the field', () => {
  const rest = documents.filter(([, document]) => !isHttpApi(document))

  test('there are at least 15 of REST APIs', () => {
    console.log(`${rest.length} OpenAPI documents of REST APIs from the field`)
    expect(rest.length).toBeGreaterThanOrEqual(15)
  })

  test.each(rest)('%s loads, and loads again from its export', (_, document) => {
    const { api, findings } = importApi(document)
    expect(methodCount(api)).toBeGreaterThan(0)
    expect(findings.filter((finding) => finding.level === 'error')).toEqual([])
    const exported = exportApi(api, { exportType: 'oas30', stageName: 'v1', extensions: 'apigateway' })
    expect(describeApi(importApi(exported.body).api).methods).toEqual(describeApi(api).methods)
  })

  test.each(documents.filter(([, document]) => isHttpApi(document)))('%s is refused as an HTTP API', (_, document) => {
    expect(() => importApi(document)).toThrow(/belongs to HTTP APIs/)
  })

  const templates = files.filter((file) => !documents.some(([name]) => name === file))
  test.each(templates)('%s is refused as a template', (file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8')
    expect(() => importApi(text)).toThrow(DefinitionError)
    expect(() => importApi(text)).toThrow(/This is (an AWS SAM|a CloudFormation) template/)
  })
})

function methodCount(api: RestApi): number {
  return [...api.resources.values()].reduce((sum, resource) => sum + resource.methods.size, 0)
}
