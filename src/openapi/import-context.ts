import type { Finding } from '../config/findings.js'
import type { ConfigFault } from '../errors.js'
import type { DocumentNode, DocumentObject } from './document-tree.js'
import { childPointer, isDocumentObject, textOf } from './document-tree.js'
import { resolvePointer } from './references.js'
import { suggestName } from '../config/suggest-name.js'

export type Dialect = 'swagger' | 'openapi'

/** A node and where it stands, after references were followed. */
export interface Located {
  readonly node: DocumentObject
  readonly pointer: string
}

/** What one import shares: the document, and everything that is wrong with it. */
export interface ImportContext {
  readonly document: DocumentObject
  readonly dialect: Dialect
  /** Base URL of the API's models, up to the model's name. */
  readonly modelUrl: string
  readonly findings: Finding[]
  readonly faults: ConfigFault[]
  /** The service's warnings, in its words. */
  readonly warnings: string[]
  /** The service's errors, in its words. */
  readonly errors: string[]
}

/** Follows a local `$ref`; undefined (and a fault) when it leads nowhere, undefined alone when the node is no object. */
export function follow(context: ImportContext, node: DocumentNode | undefined, pointer: string): Located | undefined {
  if (!isDocumentObject(node)) return undefined
  const reference = textOf(node['$ref'])
  if (reference === undefined) return { node, pointer }
  const target = resolvePointer(context.document, reference)
  if (isDocumentObject(target?.node)) return { node: target.node, pointer: target.pointer }
  refuse(context, `${pointer}/$ref`, `The reference leads nowhere in the document.`, { found: reference })
  return undefined
}

/** Notes what the service refuses; `service` is its wording, where that is known. */
export function refuse(
  context: ImportContext,
  pointer: string,
  message: string,
  more: Omit<ConfigFault, 'pointer' | 'message'> & { readonly service?: string } = {},
): void {
  const { service, ...rest } = more
  context.faults.push({ pointer, message, ...rest })
  context.errors.push(service ?? message)
}

/** Notes what is read but not honoured. */
export function note(
  context: ImportContext,
  level: Finding['level'],
  rule: string,
  pointer: string,
  message: string,
): void {
  context.findings.push({ level, rule, pointer, message })
}

/** Notes every key of `node` that is not known, with what was probably meant. */
export function noteUnknownKeys(
  context: ImportContext,
  { node, pointer }: Located,
  known: ReadonlySet<string>,
  rule: string,
  isSuspect: (key: string) => boolean = () => true,
): void {
  for (const key of Object.keys(node)) {
    if (known.has(key) || !isSuspect(key)) continue
    const suggestion = suggestName(key, known)
    const hint = suggestion === undefined ? '' : ` Did you mean ${JSON.stringify(suggestion)}?`
    note(context, 'warning', rule, childPointer(pointer, key), `${key} is not known here and has no effect.${hint}`)
  }
}

/** A value out of the service's list, whatever its case; a fault when it is another. */
export function enumOf<T extends string>(
  context: ImportContext,
  { node, pointer }: Located,
  name: string,
  allowed: readonly T[],
): T | undefined {
  const written = node[name]
  if (written === undefined || written === null || written === '') return undefined
  const upper = textOf(written)?.toUpperCase()
  const match = allowed.find((value) => value === upper)
  if (match === undefined) {
    const suggestion = suggestName(upper ?? '', allowed)
    refuse(context, `${pointer}/${name}`, `${name} has none of the values that are known.`, {
      found: written,
      allowed,
      ...(suggestion === undefined ? {} : { suggestion }),
    })
  }
  return match
}

/** A number, also written as text; a fault when it is none, or out of its limits. */
export function integerOf(
  context: ImportContext,
  { node, pointer }: Located,
  name: string,
  limits: { readonly min: number; readonly max: number; readonly service?: string },
): number | undefined {
  const written = node[name]
  if (written === undefined || written === null) return undefined
  const text = textOf(written)
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isInteger(value) && value >= limits.min && value <= limits.max) return value
  refuse(context, `${pointer}/${name}`, `${name} is a whole number from ${limits.min} to ${limits.max}.`, {
    found: written,
    ...(limits.service === undefined ? {} : { service: limits.service }),
  })
  return undefined
}

/** Text that is there and not empty. */
export function optionalText(node: DocumentObject, name: string): string | undefined {
  const text = textOf(node[name])
  return text === '' ? undefined : text
}

/** `{ [name]: value }`, or nothing when the value is undefined: the model has no undefined properties. */
export function optional<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: V })
}
