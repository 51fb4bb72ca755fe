import { lazy } from '../runtime/lazy.js'
import { DefinitionError, MALFORMED_INPUT } from './definition-error.js'
import type { DocumentObject } from './document-tree.js'
import { DocumentLimitError, isDocumentObject, snapshotDocument } from './document-tree.js'
import { templateTags } from './template-tags.js'

/** The service takes definitions of up to 6 MB. */
const MAX_BYTES = 6 * 1024 * 1024

/**
 * Reads a definition: an object, or JSON or YAML text. CloudFormation's short tags become the long forms; cycles of an
 * object become `$ref`s. YAML is loaded only when the text is not JSON.
 *
 * @throws {DefinitionError} text that is neither JSON nor YAML, no object at the root, more than 6 MB, too deep
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
 */
export function parseDocument(input: unknown): DocumentObject {
  const value = typeof input === 'string' ? parseText(input) : input
  const document = snapshotOrRefuse(value)
  if (!isDocumentObject(document)) throw malformed('is no object', typeof input === 'string' ? input : undefined)
  return document
}

function snapshotOrRefuse(value: unknown): ReturnType<typeof snapshotDocument> {
  try {
    return snapshotDocument(value)
  } catch (cause) {
    if (cause instanceof DocumentLimitError) throw malformed(cause.message, undefined, cause.pointer)
    // A getter or a proxy of the caller's threw: say which, rather than crash.
    throw malformed(`cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

function parseText(text: string): unknown {
  if (isLargerThan(text, MAX_BYTES)) throw malformed('is larger than 6 MB')
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  if (/^\s*[{[]/.test(json)) {
    try {
      return JSON.parse(json)
    } catch {
      // YAML's flow style also starts with a brace.
    }
  }
  return parseYaml(json)
}

function isLargerThan(text: string, bytes: number): boolean {
  if (text.length > bytes) return true
  return text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes
}

function parseYaml(text: string): unknown {
  try {
    const document = lazy.yaml().parseDocument(text, {
      merge: true,
      customTags: templateTags(),
      uniqueKeys: false,
      prettyErrors: true,
      logLevel: 'silent',
    })
    const [error] = document.errors
    if (error !== undefined) throw error
    keepVersionText(document)
    return document.toJS()
  } catch (cause) {
    throw malformed(`is neither JSON nor YAML: ${firstLine(cause)}`, text)
  }
}

/** `version: 1.0` is the text `1.0` to the service, not the number 1. */
function keepVersionText(document: ReturnType<ReturnType<typeof lazy.yaml>['parseDocument']>): void {
  const version = document.getIn(['info', 'version'], true)
  if (lazy.yaml().isScalar(version) && typeof version.value === 'number' && version.source !== undefined) {
    version.value = version.source
  }
}

function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  return message.split('\n', 1)[0] ?? message
}

function malformed(message: string, found?: string, pointer = ''): DefinitionError {
  const fault = { pointer, message: `The definition ${message}.`, ...(found === undefined ? {} : { found }) }
  return new DefinitionError([fault], MALFORMED_INPUT)
}
