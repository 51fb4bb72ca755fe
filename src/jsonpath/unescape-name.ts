import { InvalidPathError } from './path-errors.js'

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['r', '\r'],
  ['f', '\f'],
  ['t', '\t'],
  ['n', '\n'],
  ['b', '\b'],
])

/**
 * Resolves the backslashes of a quoted name or string: the usual letters, `\uXXXX`, any other character for itself.
 * @throws {InvalidPathError} for a broken `\u`
 */
export function unescapeName(text: string): string {
  if (!text.includes('\\')) return text
  let result = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    const next = text[at + 1]
    if (character !== '\\' || next === undefined) {
      result += character
      continue
    }
    at++
    if (next === 'u') {
      result += codeUnit(text.slice(at + 1, at + 5))
      at += 4
    } else result += LETTERS.get(next) ?? next
  }
  return result
}

// Fewer than four digits at the end vanish, as they do in the engine.
function codeUnit(hex: string): string {
  if (hex.length < 4) return ''
  if (!/^[+-]?[\da-fA-F]+$/.test(hex)) throw new InvalidPathError(`Unable to parse unicode value: ${hex}`)
  return String.fromCharCode(Number.parseInt(hex, 16))
}
