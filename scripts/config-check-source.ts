import { readFile } from 'node:fs/promises'
import { format } from 'oxfmt'
import { API } from '../src/config/schema/api.js'
import { DOMAINS } from '../src/config/schema/domain.js'
import { GATEWAY } from '../src/config/schema/gateway.js'
import { REST_STAGES } from '../src/config/schema/rest-stage.js'
import { HTTP_STAGES, WEBSOCKET_STAGES } from '../src/config/schema/route-stage.js'
import type { Schema } from '../src/config/schema/schema.js'

const FOLDER = 'src/config/generated'
const HEAD =
  '// Made by scripts/generate-config-check.ts of src/config/schema: change the schema, then `npm run generate`.'

/** What the code may use, by the file that has it; only what is used is imported. */
const IMPORTS: ReadonlyArray<readonly [file: string, names: readonly string[]]> = [
  [
    '../check-value.js',
    (
      'addBeyondLimit addWrongForm addWrongKind checkAny checkChoice checkEntries checkItems checkKeys checkMethods ' +
      'checkProperty checkSize expectObject requireProperty type:KnownKeys'
    ).split(' '),
  ],
  ['../fault-list.js', ['type:FaultList']],
  ['../read-value.js', ['hasMethod', 'isList', 'isObject', 'readKey']],
]

/** The files and the schemas whose checks stand in them. Each uses those before it; it is cut only so that no file gets long. */
const FILES: ReadonlyArray<readonly [file: string, schemas: readonly Schema[]]> = [
  ['check-stages', [REST_STAGES, HTTP_STAGES, WEBSOCKET_STAGES]],
  ['check-api', [API]],
  ['check-domains', [DOMAINS]],
  ['check-gateway', [GATEWAY]],
]

/** The files of the checker by path, from the top of the project: the same schema gives the same text. */
export async function configCheckSources(): Promise<ReadonlyMap<string, string>> {
  const writer = createWriter()
  const fileOf = new Map<string, string>()
  const codeOf = new Map<string, string>()
  for (const [file, schemas] of FILES) {
    for (const schema of schemas) writer.nameOf(schema, file)
    const names = [...writer.sources.keys()].filter((name) => !fileOf.has(name))
    for (const name of names) fileOf.set(name, file)
    codeOf.set(file, names.map((name) => writer.sources.get(name)).join('\n'))
  }
  const files = new Map<string, string>()
  for (const [file, code] of codeOf) {
    const strangers = [...codeOf].filter(([other]) => other !== file).map(([, text]) => text)
    const exported = code.replaceAll(/^(?:function|const) (\w+)/gm, (line, name: string) =>
      name === 'checkGateway' || strangers.some((text) => uses(text, name)) ? `export ${line}` : line,
    )
    const shared = [...fileOf].filter(([name, from]) => from !== file && uses(code, name))
    files.set(`${FOLDER}/${file}.ts`, await formatted([HEAD, ...importLines(code, shared), '', exported].join('\n')))
  }
  return files
}

async function formatted(text: string): Promise<string> {
  const { semi, singleQuote, printWidth, trailingComma } = JSON.parse(await readFile('.oxfmtrc.json', 'utf8'))
  const { code, errors } = await format('check.ts', text, { semi, singleQuote, printWidth, trailingComma })
  if (errors.length > 0) throw new Error(`The checker does not parse: ${JSON.stringify(errors[0])}`)
  return code
}

function importLines(code: string, shared: ReadonlyArray<readonly [name: string, file: string]>): string[] {
  const others = FILES.map(([file]) => {
    return [`./${file}.js`, shared.filter(([, from]) => from === file).map(([name]) => name)] as const
  })
  return [...IMPORTS, ...others].flatMap(([file, names]) => {
    const used = names.filter((name) => uses(code, name.replace('type:', '')))
    if (used.length === 0) return []
    const [only = ''] = used
    return used.length === 1 && only.startsWith('type:')
      ? [`import type { ${only.slice('type:'.length)} } from '${file}'`]
      : [`import { ${used.join(', ').replaceAll('type:', 'type ')} } from '${file}'`]
  })
}

function uses(code: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(code)
}

interface Writer {
  /** Source of each function and constant by its name; what it uses stands before it. */
  readonly sources: ReadonlyMap<string, string>
  /** The function that checks the schema; makes it when there is none yet. `key` names it if the schema has no title. */
  nameOf(schema: Schema, key: string): string
  /** The constant of the keys that an object may have. */
  keysOf(schema: Schema, key: string): string
}

function createWriter(): Writer {
  const sources = new Map<string, string>()
  const schemas = new Map<string, string>()
  const once = (name: string, schema: Schema, make: () => string): string => {
    const text = JSON.stringify(schema)
    const known = schemas.get(name)
    if (known !== undefined && known !== text) throw new Error(`Two schemas make ${name}: give one a title`)
    schemas.set(name, text)
    if (known === undefined) sources.set(name, make())
    return name
  }
  const writer: Writer = {
    sources,
    nameOf: (schema, key) => {
      if (Object.keys(schema).length === 0) return 'checkAny'
      const name = `check${capitalized(schema.title ?? key)}`
      return once(name, schema, () => functionSource(schema, name, writer))
    },
    keysOf: (schema, key) => {
      const [only, ...others] = schema.includes ?? []
      if (only !== undefined && others.length === 0 && schema.properties === undefined) return writer.keysOf(only, key)
      const words = (schema.title ?? key).replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => `_${letter}`)
      const name = `${words.toUpperCase()}_KEYS`
      return once(name, schema, () => keysSource(schema, name, writer))
    },
  }
  return writer
}

function functionSource(schema: Schema, name: string, writer: Writer): string {
  const lines = body(schema, name.slice('check'.length), writer)
  return `function ${name}(faults: FaultList, value: unknown, at: string): void {\n${lines.join('\n')}\n}\n`
}

function body(schema: Schema, key: string, writer: Writer): string[] {
  if (schema.choice !== undefined) return choiceLines(schema.choice, writer)
  if (schema.anyOf !== undefined) return alternatives(schema.anyOf, key, writer)
  if (schema.function === true) return kindTest(`typeof value !== 'function'`, 'function')
  if (schema.methods !== undefined) return [`checkMethods(faults, value, at, ${literal(schema.methods)})`]
  if (schema.enum !== undefined) return [`checkChoice(faults, value, at, ${literal(schema.enum)})`]
  if (schema.pattern !== undefined) return formTest(schema, schema.pattern)
  switch (schema.type) {
    case 'string':
      return [...kindTest(`typeof value !== 'string'`, 'text', schema), ...lengthTest(schema)]
    case 'number':
      return [...kindTest(`typeof value !== 'number' || !Number.isFinite(value)`, 'number'), ...rangeTest(schema)]
    case 'integer':
      return [
        ...kindTest(`typeof value !== 'number' || !Number.isInteger(value)`, 'whole number'),
        ...rangeTest(schema),
      ]
    case 'boolean':
      return kindTest(`typeof value !== 'boolean'`, 'boolean')
    case 'array':
      return [`checkItems(faults, value, at, ${writer.nameOf(schema.items ?? {}, `${key}Item`)})`]
    case 'object':
      return objectLines(schema, key, writer)
    default:
      throw new Error(`The schema ${key} says nothing that can be checked: ${JSON.stringify(schema)}`)
  }
}

function choiceLines({ key, schemas }: NonNullable<Schema['choice']>, writer: Writer): string[] {
  const [first, ...others] = Object.entries(schemas).map(([name, schema]) => {
    return { name, call: `return ${writer.nameOf(schema, name)}(faults, value, at)` }
  })
  return [
    `switch (isObject(value) ? readKey(value, '${key}') : undefined) {`,
    ...others.map(({ name, call }) => `case '${name}': ${call}`),
    `default: ${first?.call}`,
    '}',
  ]
}

function kindTest(test: string, kind: string, { secret }: Schema = {}): string[] {
  return [`if (${test}) addWrongKind(faults, ${secret === true ? 'undefined' : 'value'}, at, ['${kind}'])`]
}

function formTest({ patternFault }: Schema, pattern: string): string[] {
  const test = `typeof value !== 'string' || !/${pattern.replaceAll(/(?<!\\)\//g, '\\/')}/.test(value)`
  return [`if (${test}) addWrongForm(faults, value, at, ${literal(patternFault ?? 'The text has not the right form')})`]
}

function lengthTest({ minLength = 0, maxLength = Infinity, secret }: Schema): string[] {
  const test = limitTests('value.length', minLength === 0 ? -Infinity : minLength, maxLength)
  if (test === '') return []
  const allowed = `${maxLength === Infinity ? `at least ${minLength}` : `${minLength} to ${maxLength}`} characters`
  return [
    `else if (${test}) addBeyondLimit(faults, ${secret === true ? 'undefined' : 'value'}, at, 'The text is too short or too long', '${allowed}')`,
  ]
}

function rangeTest({ minimum = -Infinity, maximum = Infinity }: Schema): string[] {
  const test = limitTests('value', minimum, maximum)
  if (test === '') return []
  const allowed =
    maximum === Infinity
      ? `at least ${minimum}`
      : minimum === -Infinity
        ? `at most ${maximum}`
        : `${minimum} to ${maximum}`
  return [`else if (${test}) addBeyondLimit(faults, value, at, 'The value is out of range', '${allowed}')`]
}

function limitTests(value: string, least: number, most: number): string {
  return [least === -Infinity ? '' : `${value} < ${least}`, most === Infinity ? '' : `${value} > ${most}`]
    .filter((test) => test !== '')
    .join(' || ')
}

function objectLines(schema: Schema, key: string, writer: Writer): string[] {
  const { properties = {}, required = [], additionalProperties, propertyNames, maxProperties, includes = [] } = schema
  const lines: string[] = []
  if (maxProperties !== undefined) lines.push(`checkSize(faults, value, at, ${maxProperties})`)
  if (additionalProperties === false) lines.push(`checkKeys(faults, value, at, ${writer.keysOf(schema, key)})`)
  for (const part of includes) lines.push(`${writer.nameOf(part, `${key}Part`)}(faults, value, at)`)
  for (const [name, member] of Object.entries(properties)) {
    const check = required.includes(name) ? 'requireProperty' : 'checkProperty'
    lines.push(`${check}(faults, value, '${name}', at, ${writer.nameOf(member, name)})`)
  }
  if (typeof additionalProperties === 'object') {
    const checks = [writer.nameOf(additionalProperties, `${key}Entry`)]
    if (propertyNames !== undefined) checks.push(writer.nameOf(propertyNames, `${key}Name`))
    lines.push(`checkEntries(faults, value, at, ${checks.join(', ')})`)
  }
  if (schema.secret === true) return kindTest('!isObject(value)', 'object', schema)
  return lines.length > 0
    ? ['if (!expectObject(faults, value, at)) return', ...lines]
    : ['expectObject(faults, value, at)']
}

function keysSource({ properties = {}, notBuilt = [], includes = [] }: Schema, name: string, writer: Writer): string {
  const parts = includes.map((part) => writer.keysOf(part, ''))
  const own = Object.keys(properties)
  if (own.some((key) => notBuilt.includes(key))) throw new Error(`${name} has keys that are built and not built`)
  const list = (member: string, keys: readonly string[]): string =>
    `${member}: [${[...parts.map((part) => `...${part}.${member}`), ...keys.map((key) => `'${key}'`)].join(', ')}]`
  return `const ${name}: KnownKeys = { ${list('known', own)}, ${list('notBuilt', notBuilt)} }\n`
}

/** The alternative is chosen by the kind of the value, and it alone says what is wrong with it. */
function alternatives(schemas: readonly Schema[], key: string, writer: Writer): string[] {
  const lines = schemas.map((schema, index) => {
    const test = alternativeTest(schema, schemas.slice(index + 1))
    const isSimple = schema.const === false || schema.function === true || isPlain(schema)
    return `if (${test}) return${isSimple ? '' : ` ${writer.nameOf(schema, `${key}Object`)}(faults, value, at)`}`
  })
  return [...lines, `addWrongKind(faults, value, at, ${literal(schemas.map(kindOf))})`]
}

/** Whether the kind of the value is all that the schema asks for. */
function isPlain(schema: Schema): boolean {
  const { type } = schema
  const isScalar = type !== undefined && type !== 'object' && type !== 'array'
  return isScalar && Object.keys(schema).every((keyword) => keyword === 'type' || keyword === 'title')
}

function alternativeTest(schema: Schema, later: readonly Schema[]): string {
  if (schema.const === false) return 'value === false'
  if (schema.function === true) return `typeof value === 'function'`
  // A module and a description are both objects: the method tells them apart.
  const isModule = schema.methods !== undefined
  if (isModule && later.some(({ type }) => type === 'object')) return `hasMethod(value, '${schema.methods?.[0]}')`
  if (isModule || schema.type === 'object') return 'isObject(value)'
  if (schema.type === 'array') return 'isList(value)'
  return `typeof value === '${schema.type}'`
}

function kindOf({ type, methods, ...schema }: Schema): string {
  if (schema.const === false) return 'false'
  if (schema.function === true) return 'function'
  if (methods !== undefined) return `object with ${methods.map((name) => `${name}()`).join(', ')}`
  if (type === 'string') return 'text'
  return type === 'array' ? 'list' : (type ?? 'anything')
}

function literal(value: string | readonly string[]): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return `[${value.map((text) => JSON.stringify(text)).join(', ')}]`
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
