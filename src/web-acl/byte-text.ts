import { Buffer } from 'node:buffer'

// Rules look at bytes. Here they are texts of which each character is one byte: patterns and comparisons run on them as on
// any text, sizes are lengths, and a search string in UTF-8 is found in a body in UTF-8.

const NOT_ASCII = /[\u0080-\uffff]/
const NOT_BYTES = /[\u0100-\uffff]/

/** The UTF-8 bytes of a text. */
export function byteText(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
}

/** The bytes of a header's value: servers hand it over a byte a character, callers in the process may write any text. */
export function headerByteText(value: string): string {
  return NOT_BYTES.test(value) ? byteText(value) : value
}

/** The first `limit` bytes of a body. */
export function bodyByteText(body: string | Uint8Array, limit: number): string {
  if (typeof body === 'string') {
    const text = byteText(body.length > limit ? body.slice(0, limit) : body)
    return text.length > limit ? text.slice(0, limit) : text
  }
  return Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, limit)).toString('latin1')
}

/** Bytes of a body. */
export function bodySize(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
}

/** The text that bytes in UTF-8 say. */
export function fromByteText(bytes: string): string {
  return NOT_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes
}

/** A code point in UTF-8; up to 0xff the byte itself, as decoders of escapes give it. */
export function codePointBytes(code: number): string {
  if (code <= 0xff) return String.fromCharCode(code)
  const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return byteText(isCharacter ? String.fromCodePoint(code) : '\ufffd')
}
