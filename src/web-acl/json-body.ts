import { byteText } from './byte-text.js'
import { type FieldReader, readOversize } from './field-reader.js'
import { type JsonPart, jsonParts } from './json-parts.js'
import { checkKeys, fault, readChoice, readTexts, readVariant } from './reading.js'
import type { AclScope } from './scope.js'

/**
 * Compiles `JsonBody`: keys, values or both, of the whole body or of what lies at JSON pointers.
 *
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_JsonBody.html
 */
export function compileJsonBody(
  scope: AclScope,
  settings: Readonly<Record<string, unknown>>,
  pointer: string,
): FieldReader | undefined {
  checkKeys(scope, settings, pointer, ['MatchPattern', 'MatchScope', 'InvalidFallbackBehavior', 'OversizeHandling'])
  const pattern = readPattern(scope, settings['MatchPattern'], `${pointer}/MatchPattern`)
  const matchScope = readChoice(scope, settings['MatchScope'], `${pointer}/MatchScope`, ['ALL', 'KEY', 'VALUE'])
  const handling = readOversize(scope, settings, pointer, false)
  const fallback = readFallback(scope, settings['InvalidFallbackBehavior'], `${pointer}/InvalidFallbackBehavior`)
  if (pattern === undefined || matchScope === undefined || handling === undefined || fallback === undefined)
    return undefined
  const isWanted = (part: JsonPart): boolean => part.isIncluded && (matchScope === 'ALL' || part.kind === matchScope)
  return (inspection) => {
    const { isBodyOversize, body } = inspection
    if (isBodyOversize && handling !== 'CONTINUE') return handling === 'MATCH'
    const { parts, isComplete } = jsonParts(body, pattern.pointers)
    // What is cut off at the limit is invalid too, and no more the client's fault than its length.
    if (!isComplete && !isBodyOversize && fallback !== 'PARSED') {
      return fallback === 'EVALUATE_AS_STRING' ? [body] : fallback === 'MATCH'
    }
    return parts.filter(isWanted).map(({ text }) => text)
  }
}

type Fallback = 'EVALUATE_AS_STRING' | 'MATCH' | 'NO_MATCH' | 'PARSED'

// Left out, what stands before the first mistake is looked at (documented).
function readFallback(scope: AclScope, value: unknown, pointer: string): Fallback | undefined {
  if (value === undefined) return 'PARSED'
  return readChoice(scope, value, pointer, ['EVALUATE_AS_STRING', 'MATCH', 'NO_MATCH'])
}

function readPattern(
  scope: AclScope,
  value: unknown,
  pointer: string,
): { readonly pointers: readonly string[] | undefined } | undefined {
  const pattern = readVariant(scope, value, pointer)
  if (pattern === undefined) return undefined
  if (pattern.name === 'All') return { pointers: undefined }
  if (pattern.name !== 'IncludedPaths')
    return fault(scope, pattern.pointer, 'There is no such pattern.', { allowed: ['All', 'IncludedPaths'] })
  const pointers = readTexts(scope, pattern.value, pattern.pointer)
  const wrong = pointers?.findIndex((one) => !one.startsWith('/')) ?? -1
  if (wrong >= 0) return fault(scope, `${pattern.pointer}/${wrong}`, 'A JSON pointer begins with a slash.')
  return pointers === undefined ? undefined : { pointers: pointers.map(byteText) }
}
