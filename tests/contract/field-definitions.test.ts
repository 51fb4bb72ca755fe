import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { RestApi } from '../../src/api/model.js'
import { diffContracts } from '../../src/contract/index.js'
import { importApi, parseDocument } from '../../src/openapi/index.js'

const FOLDER = new URL('../../../shared/definitions/', import.meta.url)
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => /_(?:src_)?api\.ya?ml$/.test(file)) : []

/** The REST API of a file; `undefined` for what is none. */
function apiOf(file: string): RestApi | undefined {
  const document = parseDocument(readFileSync(new URL(file, FOLDER), 'utf8'))
  try {
    return importApi(document, { apiId: 'field' }).api
  } catch {
    return undefined
  }
}

const apis = files
  .map((file) => [file, apiOf(file)] as const)
  .filter((pair): pair is [string, RestApi] => pair[1] !== undefined)

test('definitions from the field are here', () => {
  if (files.length === 0) console.log('not here: definitions from the field')
  else expect(apis.length).toBeGreaterThan(5)
})

describe.skipIf(files.length === 0)('definitions from the field', () => {
  test.each(apis)('%s is the same as itself, and as what it is imported from again', (file, api) => {
    expect(diffContracts(api, api)).toEqual([])
    expect(diffContracts(api, apiOf(file) as RestApi)).toEqual([])
  })

  test.each(apis)('%s without one of its routes is missing that', (_, api) => {
    for (const resource of api.resources.values()) {
      for (const httpMethod of resource.methods.keys()) {
        const methods = new Map([...resource.methods].filter(([name]) => name !== httpMethod))
        const resources = new Map(api.resources).set(resource.path, { ...resource, methods })
        const gone = diffContracts(api, { ...api, resources }).map(({ rule, route }) => `${rule} ${route}`)
        const key = `${httpMethod} ${resource.path}`
        expect(gone.some((one) => one === `route/removed ${key}` || one === `route/replaced ${key}`)).toBe(true)
        const added = diffContracts({ ...api, resources }, api).map(({ rule, route }) => `${rule} ${route}`)
        expect(added.some((one) => one === `route/added ${key}` || one === `route/shadowed ${key}`)).toBe(true)
      }
    }
  })

  test('each is compared with the next', () => {
    for (const [at, [, api]] of apis.entries()) {
      const other = apis[(at + 1) % apis.length]?.[1] as RestApi
      expect(diffContracts(api, other).length).toBeGreaterThan(0)
    }
  })
})
