import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../src/json/parse-json.js'
import { TemplateRenderError, TemplateSyntaxError } from '../../../src/transformer/template/index.js'
import { JavaList } from '../../../src/transformer/template/values/java-values.js'
import type { Given } from './render.js'
import { render } from './render.js'

interface TemplateCase {
  readonly id: string
  readonly template: string
  readonly input?: Given
  readonly expect: { readonly output?: string; readonly json?: unknown; readonly error?: true }
}

const directories = ['tests/conformance/cases/vtl', '../shared/conformance/vtl']
const directory = directories.find((one) => existsSync(one))

/** Objects on the way to a template keep the order of number-like keys, so they are read as payloads are. */
function readCases(file: string): TemplateCase[] {
  const document = parseJson(readFileSync(file, 'utf8'))
  return record(document)['cases'] as TemplateCase[]
}

function record(value: unknown): Record<string, unknown> {
  return value instanceof Map
    ? (Object.fromEntries(value) as Record<string, unknown>)
    : (value as Record<string, unknown>)
}

/** A case's lists are Java's own, not those of a payload. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return JavaList.copy(value.map(plain))
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key as unknown, plain(item)]))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

function givenOf(one: TemplateCase): Given {
  const input = record(one.input ?? {})
  return { ...input, variables: record(plain(input['variables'] ?? {})) }
}

describe.runIf(directory !== undefined)('template conformance', () => {
  for (const file of directory === undefined ? [] : readdirSync(directory).filter((name) => name.endsWith('.json'))) {
    it.each(readCases(`${directory}/${file}`).map((one) => [record(one)['id'], record(one)] as const))(
      '%s',
      (_id, one) => {
        const { template, expect: wanted, ...rest } = one as unknown as TemplateCase
        const { output, json, error } = record(wanted)
        const given = givenOf({ template, expect: {}, ...rest })
        if (error !== undefined) {
          const isTemplateError = (thrown: unknown) =>
            thrown instanceof TemplateSyntaxError || thrown instanceof TemplateRenderError
          expect(() => render(template, given)).toThrowError(expect.toSatisfy(isTemplateError))
        } else if (json === undefined) expect(render(template, given)).toBe(output)
        else expect(JSON.parse(render(template, given))).toEqual(json)
      },
    )
  }
})
