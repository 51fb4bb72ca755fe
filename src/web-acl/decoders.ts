import { Buffer } from 'node:buffer'
import { codePointBytes } from './byte-text.js'

// The decoders of text transformations. What is no valid escape stays as it is; nothing that a client sends may fail here.

/** Base64 up to the first character that is none. */
export function decodeBase64(text: string): string {
  const valid = /^[A-Za-z0-9+/]*/.exec(text)?.[0] ?? ''
  return Buffer.from(valid, 'base64').toString('latin1')
}

/** Base64, with what does not belong there skipped. */
export function decodeBase64Loosely(text: string): string {
  return Buffer.from(text.replace(/[^A-Za-z0-9+/]+/g, ''), 'base64').toString('latin1')
}

/** Pairs of hex digits; text that holds anything else is none. */
export function decodeHex(text: string): string {
  if (text.length % 2 !== 0 || !/^[\dA-Fa-f]*$/.test(text)) return text
  return Buffer.from(text, 'hex').toString('latin1')
}

/** `0x414243` anywhere in the text. */
export function decodeSqlHex(text: string): string {
  return text.replace(/0[xX]((?:[\dA-Fa-f]{2})+)/g, (_, digits: string) =>
    Buffer.from(digits, 'hex').toString('latin1'),
  )
}

/** Percent-escapes, and `+` as a blank. */
export function decodeUrl(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  return text.replaceAll('+', ' ').replace(/%([\dA-Fa-f]{2})/g, (_, digits: string) => byteOf(digits, 16))
}

/** As {@link decodeUrl}, and Microsoft's `%uHHHH`. */
export function decodeUrlUnicode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  return text
    .replaceAll('+', ' ')
    .replace(/%[uU]([\dA-Fa-f]{4})|%([\dA-Fa-f]{2})/g, (_, unit: string | undefined, byte: string | undefined) =>
      unit === undefined ? byteOf(byte ?? '', 16) : lowByte(Number.parseInt(unit, 16)),
    )
}

// Of a code of 16 bits the lower byte counts; those of full-width letters stand for the letters (documented).
function lowByte(code: number): string {
  const isFullWidth = code >= 0xff01 && code <= 0xff5e
  return String.fromCharCode(isFullWidth ? (code & 0xff) + 0x20 : code & 0xff)
}

const ENTITIES = new Map([
  ['quot', '"'],
  ['nbsp', '\u00a0'],
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
])

/** `&lt;`, `&#60;`, `&#x3c;`, in any case. */
export function decodeHtml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#[xX]([\dA-Fa-f]{1,8})|#(\d{1,10})|(quot|nbsp|lt|gt|amp));?/gi,
    (_, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (hex !== undefined) return codePointBytes(Number.parseInt(hex, 16))
      if (decimal !== undefined) return codePointBytes(Number(decimal))
      return ENTITIES.get(name?.toLowerCase() ?? '') ?? ''
    },
  )
}

const ESCAPES = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])

/** The escapes of C: `\n`, `\x41`, `\101`. */
export function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(
    /\\(?:([abfnrtv\\?'"])|x([\dA-Fa-f]{2})|([0-7]{1,3}))/g,
    (_, simple: string | undefined, hex: string | undefined, octal: string | undefined) => {
      if (simple !== undefined) return ESCAPES.get(simple) ?? simple
      return hex === undefined ? byteOf(octal ?? '', 8) : byteOf(hex, 16)
    },
  )
}

/** The escapes of JavaScript: those of C, and `\uHHHH`. */
export function decodeJs(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(
    /\\(?:u([\dA-Fa-f]{4})|x([\dA-Fa-f]{2})|([0-7]{1,3})|([^]))/g,
    (_, unit: string | undefined, hex: string | undefined, octal: string | undefined, simple: string | undefined) => {
      if (unit !== undefined) return lowByte(Number.parseInt(unit, 16))
      if (hex !== undefined) return byteOf(hex, 16)
      if (octal !== undefined) return byteOf(octal, 8)
      return ESCAPES.get(simple ?? '') ?? simple ?? ''
    },
  )
}

/** The escapes of CSS 2: up to six hex digits and a blank, a line that goes on, or any other character for itself. */
export function decodeCss(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(
    /\\(?:([\dA-Fa-f]{1,6})[ \t\n\f\r]?|(\n)|([^]))/g,
    (_, hex: string | undefined, line: string | undefined, other: string | undefined) => {
      if (hex !== undefined) return lowByte(Number.parseInt(hex, 16) & 0xffff)
      return line === undefined ? (other ?? '') : ''
    },
  )
}

function byteOf(digits: string, radix: number): string {
  return String.fromCharCode(Number.parseInt(digits, radix) & 0xff)
}
