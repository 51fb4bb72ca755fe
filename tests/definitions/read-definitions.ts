import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { isMap, parseDocument, visit, type Document, type Node, type YAMLMap } from 'yaml'
import { ROOT } from '../support/public-entries.js'

/** Other people's definitions, beside the project when they are there. */
export const DEFINITIONS: string = `${ROOT}../shared/definitions/`

/** One OpenAPI document of the field. */
export interface FieldDefinition {
  /** The file, and the pointer within it when a template holds the document. */
  readonly name: string
  /** As it stands in the file; an object when a template holds it, intrinsics in their long form. */
  readonly definition: string | Record<string, unknown>
  readonly text: string
  readonly protocolType: 'REST' | 'HTTP'
}

type JsonObject = Record<string, unknown>

/** Every OpenAPI document of the folder: files of their own, and those that templates hold. */
export function readDefinitions(): FieldDefinition[] {
  if (!existsSync(DEFINITIONS)) return []
  return readdirSync(DEFINITIONS)
    .filter((file) => /\.ya?ml$/.test(file))
    .toSorted()
    .flatMap((file) => readFile(file, readFileSync(`${DEFINITIONS}${file}`, 'utf8')))
}

function readFile(file: string, text: string): FieldDefinition[] {
  const document = parseDocument(text, { logLevel: 'silent', strict: false })
  const root = document.contents
  if (isMap(root) && isOpenApi(root)) {
    return [{ name: file, definition: text, text, protocolType: protocolOf(text, undefined) }]
  }
  const found: FieldDefinition[] = []
  const resources = isMap(root) ? root.get('Resources') : undefined
  if (!isMap(resources)) return []
  for (const { key, value } of resources.items) {
    if (!isMap(value)) continue
    const held = findOpenApi(value)
    if (held === undefined) continue
    const definition = toObject(document, held)
    const type = value.get('Type')
    const protocolType = protocolOf(JSON.stringify(definition), typeof type === 'string' ? type : undefined)
    found.push({ name: `${file}#${String(key)}`, definition, text: JSON.stringify(definition), protocolType })
  }
  return found
}

function isOpenApi(node: YAMLMap): boolean {
  return (node.has('openapi') || node.has('swagger')) && node.has('paths')
}

function findOpenApi(node: Node): YAMLMap | undefined {
  let found: YAMLMap | undefined
  visit(node, {
    Map: (_, map) => {
      if (!isOpenApi(map)) return undefined
      found = map
      return visit.BREAK
    },
  })
  return found
}

function protocolOf(text: string, type: string | undefined): FieldDefinition['protocolType'] {
  if (type !== undefined) return /HttpApi|ApiGatewayV2/.test(type) ? 'HTTP' : 'REST'
  return /integrationSubtype|payloadFormatVersion"?: *"?2\.0/i.test(text) ? 'HTTP' : 'REST'
}

// Short forms (`!Sub x`) become the long ones (`{ "Fn::Sub": x }`), as the tools that deploy such templates do it.
function toObject(document: Document, node: YAMLMap): JsonObject {
  visit(node, {
    Node: (_, item) => {
      const tag = item.tag
      if (tag === undefined || !/^![A-Z]/.test(tag)) return undefined
      const name = tag === '!Ref' || tag === '!Condition' ? tag.slice(1) : `Fn::${tag.slice(1)}`
      const plain = item.clone() as Node
      plain.tag = undefined as never
      const value: unknown = plain.toJS(document)
      const long = name === 'Fn::GetAtt' && typeof value === 'string' ? value.split(/\.(.*)/s).slice(0, 2) : value
      return document.createNode({ [name]: long })
    },
  })
  return node.toJS(document) as JsonObject
}
