import { isMap } from '../values/java-values.js'
import { mapEntries } from '../values/maps.js'
import { print } from '../values/print.js'
import type { TemplateContext } from './context.js'
import { ContextNode } from './context.js'

/** Parameters by name in the order in which they were set; several values come of a list. */
export type OverrideList = readonly (readonly [name: string, values: readonly string[]])[]

/** What a request template has put under `$context.requestOverride`. */
export interface RequestOverrides {
  readonly header: OverrideList
  readonly path: OverrideList
  readonly querystring: OverrideList
  /** Parameters set more than once (`header.x-id`): the service answers such a request with a 5XX (documented). */
  readonly repeated: readonly string[]
}

/** What a template has put under `$context.responseOverride`. */
export interface ResponseOverrides {
  readonly header: OverrideList
  /** As the template gave it; undefined when it gave none. The service ignores what is no status code. */
  readonly status?: unknown
  /** As in {@link RequestOverrides}. */
  readonly repeated: readonly string[]
}

/**
 * The request parameters that the template overrides; undefined when there are none.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
 */
export function readRequestOverrides(context: TemplateContext): RequestOverrides | undefined {
  const tree = treeOf(context, 'requestOverride')
  if (tree === undefined) return undefined
  const header = readList(tree, 'header')
  const path = readList(tree, 'path')
  const querystring = readList(tree, 'querystring')
  if (header.length + path.length + querystring.length === 0) return undefined
  return { header, path, querystring, repeated: readRepeated(tree, ['header', 'path', 'querystring']) }
}

/** The headers and the status that a template overrides; undefined when there are none. */
export function readResponseOverrides(context: TemplateContext): ResponseOverrides | undefined {
  const tree = treeOf(context, 'responseOverride')
  if (tree === undefined) return undefined
  const header = readList(tree, 'header')
  const status = tree.index('status')
  if (header.length === 0 && status === undefined) return undefined
  const repeated = readRepeated(tree, ['header'])
  return { header, repeated, ...(status === undefined ? {} : { status }) }
}

function treeOf(context: TemplateContext, name: string): ContextNode | undefined {
  const tree = context.isTouched ? context.root.index(name) : undefined
  return tree instanceof ContextNode ? tree : undefined
}

function readList(tree: ContextNode, name: string): OverrideList {
  const node = tree.index(name)
  const entries = node instanceof ContextNode ? [...node.ownEntries] : isMap(node) ? mapEntries(node) : []
  return entries.map(([key, value]) => [print(key), valuesOf(value)] as const)
}

function valuesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(print) : [print(value)]
}

function readRepeated(tree: ContextNode, names: readonly string[]): string[] {
  const repeated = [...tree.repeated]
  for (const name of names) {
    const node = tree.index(name)
    if (node instanceof ContextNode) repeated.push(...node.repeated.map((key) => `${name}.${key}`))
  }
  return repeated
}
