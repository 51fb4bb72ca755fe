import { isRecord, KEYWORDS, keywordOf, TYPES, type KeywordKind } from './draft4-schema.js'

/** Deeper schemas are refused; a `$ref` is how one writes recursion. */
const MAX_DEPTH = 200

/**
 * Says what is wrong with a model's schema, without compiling it: for the start of a gateway.
 *
 * @returns a sentence with the place in the schema; undefined when nothing is
 */
export function checkSchema(schema: unknown): string | undefined {
  return checkAt(schema, '#', 0)
}

function checkAt(schema: unknown, place: string, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return `${place} is nested too deeply`
  if (!isRecord(schema)) return `${place} must be an object`
  const ref = keywordOf(schema, '$ref')
  if (ref !== undefined) return typeof ref === 'string' ? undefined : `${place}/$ref must be a string`
  for (const [keyword, kind] of Object.entries(KEYWORDS)) {
    const value = keywordOf(schema, keyword)
    if (value === undefined) continue
    const problem = checkKeyword(value, kind, `${place}/${keyword}`, depth)
    if (problem !== undefined) return problem
  }
  const definitions = keywordOf(schema, 'definitions')
  return definitions === undefined ? undefined : checkMap(definitions, `${place}/definitions`, depth)
}

function checkKeyword(value: unknown, kind: KeywordKind, place: string, depth: number): string | undefined {
  switch (kind) {
    case 'schema':
      return checkAt(value, place, depth + 1)
    case 'schemas':
      return checkList(value, place, depth)
    case 'schema-map':
      return checkMap(value, place, depth)
    case 'items':
      return Array.isArray(value) ? checkEach(value, place, depth) : checkAt(value, place, depth + 1)
    case 'boolean-or-schema':
      return typeof value === 'boolean' ? undefined : checkAt(value, place, depth + 1)
    case 'dependencies':
      return checkDependencies(value, place, depth)
    default:
      return SIMPLE_CHECKS[kind](value) ? undefined : `${place} ${EXPECTATIONS[kind]}`
  }
}

type SimpleKind = 'type' | 'any' | 'enum' | 'string' | 'number' | 'count' | 'boolean' | 'names'

const SIMPLE_CHECKS: Readonly<Record<SimpleKind, (value: unknown) => boolean>> = {
  type: (value) => (Array.isArray(value) ? value.length > 0 && value.every(isType) : isType(value)),
  any: () => true,
  enum: (value) => Array.isArray(value) && value.length > 0,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  count: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
  boolean: (value) => typeof value === 'boolean',
  names: (value) => Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string'),
}

const EXPECTATIONS: Readonly<Record<SimpleKind, string>> = {
  type: `must be one or a list of ${TYPES.join(', ')}`,
  any: '',
  enum: 'must be a list of at least one value',
  string: 'must be a string',
  number: 'must be a number',
  count: 'must be a whole number, 0 or more',
  boolean: 'must be true or false',
  names: 'must be a list of at least one name',
}

function isType(value: unknown): boolean {
  return TYPES.some((type) => type === value)
}

function checkList(value: unknown, place: string, depth: number): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return `${place} must be a list of at least one schema`
  return checkEach(value, place, depth)
}

function checkEach(schemas: readonly unknown[], place: string, depth: number): string | undefined {
  for (const [at, schema] of schemas.entries()) {
    const problem = checkAt(schema, `${place}/${at}`, depth + 1)
    if (problem !== undefined) return problem
  }
  return undefined
}

function checkMap(value: unknown, place: string, depth: number): string | undefined {
  if (!isRecord(value)) return `${place} must be an object of schemas`
  for (const [name, schema] of Object.entries(value)) {
    const problem = checkAt(schema, `${place}/${name}`, depth + 1)
    if (problem !== undefined) return problem
  }
  return undefined
}

function checkDependencies(value: unknown, place: string, depth: number): string | undefined {
  if (!isRecord(value)) return `${place} must be an object`
  for (const [name, dependency] of Object.entries(value)) {
    const isNames = Array.isArray(dependency)
    if (isNames && !SIMPLE_CHECKS.names(dependency)) return `${place}/${name} ${EXPECTATIONS.names}`
    const problem = isNames ? undefined : checkAt(dependency, `${place}/${name}`, depth + 1)
    if (problem !== undefined) return problem
  }
  return undefined
}
