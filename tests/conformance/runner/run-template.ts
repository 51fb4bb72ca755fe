import { parseJson } from '../../../src/json/parse-json.js'
import type { JsonValue } from '../../../src/json/json-value.js'
import {
  createTemplateContext,
  parseTemplate,
  type ContextSource,
  type ContextValue,
  type TemplateScope,
} from '../../../src/transformer/template/index.js'
import { JavaList } from '../../../src/transformer/template/values/java-values.js'
import { isRecord, compare } from './compare.js'
import { compareJson } from './expect-response.js'
import { sliceJson } from './raw-json.js'
import { onlyKeys, recordAt, textAt } from './read-case.js'
import { InexpressibleError, type Difference, type Json, type LoadedCase } from './types.js'

/** Runs a template case on the engine of mapping templates. The engine makes no difference between the two sides. */
export async function runTemplateCase({ data, text }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, 'id evidence source template input side expect', 'case')
  const expected = recordAt(data, 'expect', 'case')
  onlyKeys(expected, 'output json error', 'expect')
  const result = render(textAt(data, 'template', 'case') ?? '', readScope(data, text))
  if (expected['error'] === true) {
    return 'error' in result ? [] : [{ at: 'expect.error', expected: true, actual: `rendered ${result.output}` }]
  }
  if ('error' in result) return [{ at: 'expect', expected, actual: `failed: ${result.error.message}` }]
  if (Object.hasOwn(expected, 'json')) return compareJson(expected['json'], result.output, 'whole', 'expect.json')
  return compare(expected['output'], result.output, 'whole', 'expect.output')
}

function render(template: string, scope: TemplateScope): { readonly output: string } | { readonly error: Error } {
  try {
    return { output: parseTemplate(template).render(scope) }
  } catch (error) {
    // The engine's own errors say that the service would fail the request; anything else is a fault of the engine's.
    if (error instanceof Error && error.name.startsWith('Template')) return { error }
    throw error
  }
}

function readScope(data: Json, text: string): TemplateScope {
  const input = recordAt(data, 'input', 'case')
  onlyKeys(input, 'body headers query path stageVariables context variables', 'input')
  const variables = sliceJson(text, ['input', 'variables'])
  return {
    input: {
      body: textAt(input, 'body', 'input') ?? '',
      params: { path: texts(input, 'path'), querystring: texts(input, 'query'), header: texts(input, 'headers') },
    },
    context: createTemplateContext(contextSource(recordAt(input, 'context', 'input'))),
    stageVariables: texts(input, 'stageVariables'),
    ...(variables !== undefined && { variables: plainReferences(variables) }),
  }
}

function texts(input: Json, key: string): Record<string, string> {
  const values = recordAt(input, key, 'input')
  if (!Object.values(values).every((value) => typeof value === 'string')) {
    throw new InexpressibleError(`input.${key} must hold text only`)
  }
  return values as Record<string, string>
}

function contextSource(values: Json): ContextSource {
  return {
    get: (name) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      return isRecord(value) ? contextSource(value) : (value as ContextValue)
    },
    keys: () => Object.keys(values),
  }
}

// The reference engine was given Java maps and lists: key order as written, lists that print as the template's own do.
function plainReferences(text: string): Record<string, unknown> {
  const parsed = parseJson(text)
  const entries = parsed instanceof Map ? [...parsed] : Object.entries(parsed as Record<string, JsonValue>)
  return Object.fromEntries(entries.map(([name, value]) => [name, withLists(value)]))
}

function withLists(value: JsonValue): unknown {
  if (Array.isArray(value)) return JavaList.copy(value.map(withLists))
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, withLists(item)]))
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withLists(item)]))
}

function isPlain(value: unknown): value is Record<string, JsonValue> {
  return isRecord(value) && Object.getPrototypeOf(value) === Object.prototype
}
