import type { Finding } from '../config/findings.js'
import type { DocumentNode, DocumentObject } from './document-tree.js'
import { childPointer, emptyObject, fieldsOf, isDocumentObject, itemsOf, textOf } from './document-tree.js'
import type { ReferenceScope } from './intrinsic-references.js'
import { findReference, placeOf, substitutePlainText } from './intrinsic-references.js'

export type { ReferenceScope } from './intrinsic-references.js'

/** What an intrinsic function is resolved with, and where its findings go. */
interface Resolution extends ReferenceScope {
  readonly findings: Finding[]
}

type Resolver = (argument: DocumentNode, pointer: string, resolution: Resolution) => DocumentNode | undefined

/**
 * The document with CloudFormation's functions resolved, as a deployed template would have them: from `parameters` and
 * the account; function references become ARNs that end in the function's logical id, credentials the role's name.
 * What has no value becomes its logical id, with a finding.
 */
export function resolveIntrinsics(
  document: DocumentObject,
  scope: ReferenceScope,
): { document: DocumentObject; findings: Finding[] } {
  const resolution: Resolution = { ...scope, findings: [] }
  const resolved = resolveNode(document, '', resolution)
  return { document: isDocumentObject(resolved) ? resolved : emptyObject(), findings: resolution.findings }
}

function resolveNode(node: DocumentNode, pointer: string, resolution: Resolution): DocumentNode | undefined {
  if (typeof node === 'string') {
    return substitutePlainText(node, placeOf(pointer), resolution, (name) => report(name, pointer, resolution))
  }
  if (Array.isArray(node)) return resolveList(node, pointer, resolution)
  if (!isDocumentObject(node)) return node
  const call = functionCall(node)
  if (call !== undefined) return call.resolver(call.argument, pointer, resolution)
  return resolveFields(node, pointer, resolution)
}

function resolveList(list: readonly DocumentNode[], pointer: string, resolution: Resolution): DocumentNode[] {
  return list.flatMap((item, index) => {
    const resolved = resolveNode(item, `${pointer}/${index}`, resolution)
    return resolved === undefined ? [] : [resolved]
  })
}

function resolveFields(node: DocumentObject, pointer: string, resolution: Resolution): DocumentObject {
  const copy = emptyObject()
  for (const [name, value] of fieldsOf(node)) {
    const place = childPointer(pointer, name)
    if (name === 'Fn::Transform') {
      reportTransform(value, place, resolution)
      continue
    }
    const resolved = resolveNode(value, place, resolution)
    if (resolved !== undefined) copy[name] = resolved
  }
  return copy
}

// A schema may have a property named `Ref`: its value is an object there, and text in the function.
function functionCall(node: DocumentObject): { resolver: Resolver; argument: DocumentNode } | undefined {
  const [only, ...others] = fieldsOf(node)
  if (only === undefined || others.length > 0) return undefined
  const [name, argument] = only
  const resolver = RESOLVERS.get(name)
  if (resolver === undefined || (name === 'Ref' && typeof argument !== 'string')) return undefined
  return { resolver, argument }
}

const RESOLVERS: ReadonlyMap<string, Resolver> = new Map<string, Resolver>([
  ['Ref', (argument, pointer, resolution) => reference(textOf(argument) ?? '', pointer, resolution)],
  ['Fn::GetAtt', resolveGetAtt],
  ['Fn::Sub', resolveSub],
  ['Fn::Join', resolveJoin],
  ['Fn::Select', resolveSelect],
  ['Fn::Split', resolveSplit],
  ['Fn::ImportValue', resolveImportValue],
  ['Fn::If', resolveIf],
  ['Fn::Base64', resolveBase64],
  ['Fn::FindInMap', resolveOther('Fn::FindInMap')],
  ['Fn::GetAZs', resolveOther('Fn::GetAZs')],
  ['Fn::Cidr', resolveOther('Fn::Cidr')],
])

function reference(name: string, pointer: string, resolution: Resolution, before = ''): string | undefined {
  if (name === 'AWS::NoValue') return undefined
  const found = findReference(name, placeOf(pointer), before, resolution)
  if (!found.resolved) report(name, pointer, resolution)
  return found.value
}

function resolveGetAtt(argument: DocumentNode, pointer: string, resolution: Resolution): DocumentNode | undefined {
  const parts = Array.isArray(argument) ? argument.map((part) => resolveText(part, pointer, resolution)) : [argument]
  return reference(parts.map((part) => textOf(part) ?? '').join('.'), pointer, resolution)
}

function resolveSub(argument: DocumentNode, pointer: string, resolution: Resolution): DocumentNode {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  const values = new Map<string, string>()
  for (const [name, value] of fieldsOf(variables)) values.set(name, resolveText(value, pointer, resolution))
  const template = textOf(text) ?? ''
  return template.replaceAll(/\$\{([^{}]*)\}/g, (whole: string, written: string, offset: number) => {
    const name = written.trim()
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    // The gateway's own variables stay; CloudFormation would refuse them here, SAM users write them all the same.
    if (name.startsWith('stageVariables.')) return whole
    return values.get(name) ?? reference(name, pointer, resolution, template.slice(0, offset)) ?? ''
  })
}

function resolveJoin(argument: DocumentNode, pointer: string, resolution: Resolution): DocumentNode {
  const [separator, parts] = itemsOf(argument)
  const resolved = resolveArguments(parts, pointer, resolution)
  if (!Array.isArray(resolved)) {
    report('Fn::Join', pointer, resolution)
    return ''
  }
  return resolved.map((part) => textOf(part) ?? '').join(textOf(separator) ?? '')
}

/** A list among a function's arguments: its items stand where the function stands. */
function resolveArguments(
  list: DocumentNode | undefined,
  pointer: string,
  resolution: Resolution,
): DocumentNode | undefined {
  if (!Array.isArray(list)) return list === undefined ? undefined : resolveNode(list, pointer, resolution)
  return list.flatMap((item) => {
    const resolved = resolveNode(item, pointer, resolution)
    return resolved === undefined ? [] : [resolved]
  })
}

function resolveSelect(argument: DocumentNode, pointer: string, resolution: Resolution): DocumentNode | undefined {
  const [index, list] = itemsOf(argument)
  const resolved = resolveArguments(list, pointer, resolution)
  const chosen = itemsOf(resolved)[Number(textOf(index))]
  if (chosen === undefined) report('Fn::Select', pointer, resolution)
  return chosen ?? ''
}

function resolveSplit(argument: DocumentNode, pointer: string, resolution: Resolution): DocumentNode {
  const [separator, text] = itemsOf(argument)
  const whole = text === undefined ? '' : resolveText(text, pointer, resolution)
  const delimiter = textOf(separator) ?? ''
  return delimiter === '' ? [whole] : whole.split(delimiter)
}

function resolveImportValue(argument: DocumentNode, pointer: string, resolution: Resolution): DocumentNode | undefined {
  return reference(resolveText(argument, pointer, resolution), pointer, resolution)
}

/** Conditions are parameters by their name, `'false'` takes the second branch. */
function resolveIf(argument: DocumentNode, pointer: string, resolution: Resolution): DocumentNode | undefined {
  const [condition, whenTrue, whenFalse] = itemsOf(argument)
  const name = textOf(condition) ?? ''
  const value = resolution.parameters.get(name)
  if (value === undefined) report(name, pointer, resolution)
  const branch = value === 'false' ? whenFalse : whenTrue
  return branch === undefined ? undefined : resolveNode(branch, pointer, resolution)
}

function resolveBase64(argument: DocumentNode, pointer: string, resolution: Resolution): DocumentNode {
  const bytes = new TextEncoder().encode(resolveText(argument, pointer, resolution))
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
}

function resolveOther(name: string): Resolver {
  return (argument, pointer, resolution) => {
    report(name, pointer, resolution)
    return itemsOf(argument).map(textOf).join('.')
  }
}

function resolveText(node: DocumentNode, pointer: string, resolution: Resolution): string {
  return textOf(resolveNode(node, pointer, resolution)) ?? ''
}

function report(name: string, pointer: string, resolution: Resolution): void {
  resolution.findings.push({
    level: 'warning',
    rule: 'definition/unresolved-intrinsic',
    pointer,
    message: `${name} has no value; give it in parameters as ${JSON.stringify(name)}.`,
  })
}

// The included file holds parts of the definition: without them routes or settings are missing.
function reportTransform(value: DocumentNode, pointer: string, resolution: Resolution): void {
  const name = isDocumentObject(value) ? (textOf(value['Name']) ?? '') : ''
  const parameters = isDocumentObject(value) ? value['Parameters'] : undefined
  const location = isDocumentObject(parameters) ? (textOf(parameters['Location']) ?? '') : ''
  resolution.findings.push({
    level: 'error',
    rule: 'definition/transform-not-applied',
    pointer,
    message: `The transform ${name} ${location} is not applied; give the definition with its parts in it.`,
  })
}
