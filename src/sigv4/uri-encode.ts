const HEX = Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
const PLAIN = /^[\w.~-]*$/
const encoder = new TextEncoder()

/** How text is brought to its one encoded form. */
export interface EncodingRules {
  /** Whether `%XX` is an escape already (then its byte counts) or text (then `%` becomes `%25`). */
  readonly escapes: boolean
  /** Whether `+` is a blank, as in queries. */
  readonly plus: boolean
  /** Whether `/` stays. */
  readonly slash: boolean
}

/**
 * Percent-encodes all but letters, digits and `-_.~`, upper-case hex. It works on bytes: an escape that is no UTF-8
 * stays what it is, and a `%` that begins no escape is text. Never throws.
 */
export function uriEncode(text: string, rules: EncodingRules): string {
  if (PLAIN.test(text)) return text
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (isUnreserved(unit) || (rules.slash && unit === 0x2f)) out += text[i]
    else if (unit === 0x2b && rules.plus) out += '%20'
    else if (unit === 0x25 && rules.escapes && isEscape(text, i)) {
      const byte = Number.parseInt(text.slice(i + 1, i + 3), 16)
      out += isUnreserved(byte) ? String.fromCharCode(byte) : (HEX[byte] as string)
      i += 2
    } else if (unit < 0x80) out += HEX[unit] as string
    else {
      const point = text.codePointAt(i) as number
      // A lone half of a pair becomes U+FFFD.
      for (const byte of encoder.encode(String.fromCodePoint(point))) out += HEX[byte] as string
      if (point > 0xffff) i++
    }
  }
  return out
}

function isUnreserved(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    unit === 0x2d ||
    unit === 0x2e ||
    unit === 0x5f ||
    unit === 0x7e
  )
}

function isEscape(text: string, at: number): boolean {
  return isHex(text.charCodeAt(at + 1)) && isHex(text.charCodeAt(at + 2))
}

// NaN beyond the end compares false.
function isHex(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x46) || (unit >= 0x61 && unit <= 0x66)
}
