import type { ModelRecord } from '../store/records.js'

type Schema = Readonly<Record<string, unknown>>

const EXAMPLES: Readonly<Record<string, string>> = { integer: '42', number: '42', boolean: 'true', string: '"foo"' }

/**
 * The sample mapping template of a model: every property with a sample value.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetModelTemplate.html
 */
export function modelTemplate(model: ModelRecord, find: (name: string) => ModelRecord | undefined): string {
  return `#set($inputRoot = $input.path('$'))\n${sample(parse(model), find, '', 0)}`
}

function parse({ schema }: ModelRecord): Schema {
  try {
    return recordOf(JSON.parse(schema))
  } catch {
    return {}
  }
}

function recordOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {}
}

const DEEPEST = 16

function sample(
  schema: Schema,
  find: (name: string) => ModelRecord | undefined,
  indent: string,
  depth: number,
): string {
  const reference = schema['$ref']
  if (typeof reference === 'string') {
    const model = find(/\/models\/([^/]+)$/.exec(reference)?.[1] ?? '')
    // Models may refer to themselves.
    return model === undefined || depth > DEEPEST ? '{ }' : sample(parse(model), find, indent, depth + 1)
  }
  const inner = `${indent}  `
  if (schema['type'] === 'array') {
    const item = sample(recordOf(schema['items']), find, inner, depth + 1)
    return `[\n##TODO: Update this foreach loop to reference array from input json\n#foreach($elem in $inputRoot)\n${inner}${item}#if($foreach.hasNext),#end\n\n#end\n${indent}]`
  }
  const properties = Object.entries(recordOf(schema['properties']))
  const simple = EXAMPLES[String(schema['type'])]
  if (simple !== undefined) return simple
  if (properties.length === 0 || depth > DEEPEST) return '{ }'
  const lines = properties.map(
    ([name, value]) => `${inner}${JSON.stringify(name)} : ${sample(recordOf(value), find, inner, depth + 1)}`,
  )
  return `{\n${lines.join(',\n')}\n${indent}}`
}
