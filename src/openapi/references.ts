import type { DocumentNode, DocumentObject } from './document-tree.js'
import { childPointer, isDocumentObject, textOf } from './document-tree.js'

/** Chains of references end here; longer ones go in circles. */
const MAX_HOPS = 64

/**
 * The node that a local reference (`#/definitions/Pet`) names, references on the way and at the end followed; undefined
 * for one that leads nowhere, out of the document, or in a circle.
 */
export function resolvePointer(
  document: DocumentObject,
  reference: string,
): { readonly node: DocumentNode; readonly pointer: string } | undefined {
  let next: string | undefined = reference
  for (let hops = 0; next !== undefined && hops < MAX_HOPS; hops += 1) {
    const step = walk(document, next)
    if (step === undefined || step.redirect === undefined) return step
    next = step.redirect
  }
  return undefined
}

interface Step {
  readonly node: DocumentNode
  readonly pointer: string
  /** Where to go on: the node, or one above it, is itself a reference. */
  readonly redirect?: string
}

function walk(document: DocumentObject, reference: string): Step | undefined {
  const names = pointerNames(reference)
  if (names === undefined) return undefined
  let node: DocumentNode | undefined = document
  let pointer = ''
  for (const [index, name] of names.entries()) {
    const redirect = redirectOf(node)
    if (redirect !== undefined)
      return { node, pointer, redirect: [redirect, ...names.slice(index).map(escape)].join('/') }
    node = memberOf(node, name)
    if (node === undefined) return undefined
    pointer = childPointer(pointer, name)
  }
  const redirect = redirectOf(node)
  return redirect === undefined ? { node, pointer } : { node, pointer, redirect }
}

function redirectOf(node: DocumentNode): string | undefined {
  return isDocumentObject(node) ? textOf(node['$ref']) : undefined
}

function memberOf(node: DocumentNode, name: string): DocumentNode | undefined {
  if (Array.isArray(node)) return /^\d+$/.test(name) ? node[Number(name)] : undefined
  return isDocumentObject(node) ? node[name] : undefined
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Names on the way of a local reference, unescaped; undefined for one that leaves the document. */
export function pointerNames(reference: string): string[] | undefined {
  if (reference === '#') return []
  if (!reference.startsWith('#/')) return undefined
  return reference
    .slice(2)
    .split('/')
    .map((part) => percentDecoded(part).replaceAll('~1', '/').replaceAll('~0', '~'))
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
