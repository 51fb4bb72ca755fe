/**
 * Text as part of a key. Redis takes bytes: two texts that differ only in half a surrogate pair would be written as the
 * same ones, so such a text is escaped, and marked for it.
 */
export function redisText(text: string): string {
  return /\p{Surrogate}/u.test(text) ? `j${JSON.stringify(text)}` : `t${text}`
}

/** A reply as text or bytes, undefined where there is no such key. Throws for anything else. */
export function valueOf(reply: unknown): string | Uint8Array | undefined {
  if (reply === null || reply === undefined) return undefined
  if (typeof reply === 'string' || reply instanceof Uint8Array) return reply
  throw new TypeError('The reply makes no sense')
}

/** A reply as text, whether the client decoded it or not. */
export function textOf(value: string | Uint8Array): string {
  return typeof value === 'string' ? value : new TextDecoder().decode(value)
}
