import { PosternError } from '../errors.js'

/**
 * A policy document that cannot be read. Nothing in a policy is ever ignored: an unknown element or operator would
 * otherwise widen an Allow or drop a Deny.
 */
export class PolicyError extends PosternError {
  /** JSON pointer into the document, `''` for the document itself. */
  readonly pointer: string
  /** What stands there, shortened. */
  readonly found: string
  /** What may stand there. */
  readonly allowed: string

  constructor(pointer: string, found: unknown, allowed: string) {
    const shown = describe(found)
    super('ERR_POLICY', `Policy${pointer === '' ? '' : ` at ${pointer}`}: found ${shown}, allowed: ${allowed}`)
    this.pointer = pointer
    this.found = shown
    this.allowed = allowed
  }
}

/** Appends one reference token to a JSON pointer (RFC 6901). */
export function pointTo(pointer: string, token: string | number): string {
  return `${pointer}/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

function describe(found: unknown): string {
  if (found === undefined) return 'nothing'
  if (typeof found === 'function' || typeof found === 'symbol' || typeof found === 'bigint') return `a ${typeof found}`
  let text: string
  try {
    text = JSON.stringify(found)
  } catch {
    return 'a value that is not JSON'
  }
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}
