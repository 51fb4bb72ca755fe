/** `*` of a pattern: any run of characters, also an empty one, also across `/` and `:`. */
export const STAR = 0
/** `?` of a pattern: exactly one UTF-16 code unit. */
export const ONE = 1

/** Text that stands for itself, or a wildcard. */
export type GlobToken = string | typeof STAR | typeof ONE

/** A compiled pattern. */
export type Glob = (text: string) => boolean

/** What stands between two stars: text and single wildcards. */
interface Piece {
  readonly length: number
  matchesAt(text: string, at: number): boolean
  /** Start of the leftmost match that begins in `from..last`, or -1. */
  find(text: string, from: number, last: number): number
}

/** Up to this length the platform's own search is linear in practice and fastest; beyond it we guarantee it. */
const SHORT_LITERAL = 32
const WORD = 31

/**
 * Compiles a pattern. Texts come from clients, so there is no back-tracking: pieces between stars are found leftmost
 * first, literal ones by Knuth-Morris-Pratt, those with `?` by shift-and on bit sets.
 */
export function compileGlob(tokens: readonly GlobToken[]): Glob {
  const pieces = splitAtStars(tokens).map(createPiece)
  const first = pieces[0] as Piece
  if (pieces.length === 1) return (text) => text.length === first.length && first.matchesAt(text, 0)
  const last = pieces.at(-1) as Piece
  const middle = pieces.slice(1, -1).filter((piece) => piece.length > 0)
  const least = pieces.reduce((sum, piece) => sum + piece.length, 0)
  return (text) => {
    const end = text.length - last.length
    if (text.length < least || !first.matchesAt(text, 0) || !last.matchesAt(text, end)) return false
    let from = first.length
    for (const piece of middle) {
      const at = piece.find(text, from, end - piece.length)
      if (at < 0) return false
      from = at + piece.length
    }
    return true
  }
}

function splitAtStars(tokens: readonly GlobToken[]): GlobToken[][] {
  const groups: GlobToken[][] = [[]]
  for (const token of tokens) {
    if (token === STAR) groups.push([])
    else (groups.at(-1) as GlobToken[]).push(token)
  }
  return groups
}

function createPiece(tokens: readonly GlobToken[]): Piece {
  if (tokens.includes(ONE)) return createMaskedPiece(tokens)
  const literal = tokens.join('')
  return {
    length: literal.length,
    matchesAt: (text, at) => text.startsWith(literal, at),
    find:
      literal.length <= SHORT_LITERAL
        ? (text, from, last) => indexOf(text, literal, from, last)
        : knuthMorrisPratt(literal),
  }
}

function indexOf(text: string, literal: string, from: number, last: number): number {
  const at = text.indexOf(literal, from)
  return at > last ? -1 : at
}

function knuthMorrisPratt(literal: string): Piece['find'] {
  const length = literal.length
  const fallback = new Int32Array(length)
  for (let i = 1, k = 0; i < length; i++) {
    const unit = literal.charCodeAt(i)
    while (k > 0 && literal.charCodeAt(k) !== unit) k = fallback[k - 1] as number
    if (literal.charCodeAt(k) === unit) k++
    fallback[i] = k
  }
  return (text, from, last) => {
    const end = last + length
    for (let i = from, k = 0; i < end; i++) {
      const unit = text.charCodeAt(i)
      while (k > 0 && literal.charCodeAt(k) !== unit) k = fallback[k - 1] as number
      if (literal.charCodeAt(k) === unit) k++
      if (k === length) return i - length + 1
    }
    return -1
  }
}

/** A piece with `?`: one bit a position, 31 to a word; bit i is set while the first i + 1 units match. */
function createMaskedPiece(tokens: readonly GlobToken[]): Piece {
  const units: number[] = []
  for (const token of tokens) {
    if (typeof token !== 'string') units.push(-1)
    else for (let i = 0; i < token.length; i++) units.push(token.charCodeAt(i))
  }
  const length = units.length
  const words = Math.ceil(length / WORD)
  const wild = new Int32Array(words)
  const masks = new Map<number, Int32Array>()
  units.forEach((unit, i) => {
    if (unit < 0) setBit(wild, i)
  })
  units.forEach((unit, i) => {
    if (unit < 0) return
    let mask = masks.get(unit)
    if (mask === undefined) masks.set(unit, (mask = wild.slice()))
    setBit(mask, i)
  })
  return {
    length,
    matchesAt: (text, at) => {
      for (let i = 0; i < length; i++) {
        const unit = units[i] as number
        if (unit >= 0 && unit !== text.charCodeAt(at + i)) return false
      }
      return true
    },
    find: (text, from, last) => {
      const state = new Int32Array(words)
      for (let i = from; i < last + length; i++) {
        advance(state, masks.get(text.charCodeAt(i)) ?? wild)
        if (hasBit(state, length - 1)) return i - length + 1
      }
      return -1
    },
  }
}

function advance(state: Int32Array, mask: Int32Array): void {
  let carry = 1
  for (let w = 0; w < state.length; w++) {
    const word = state[w] as number
    state[w] = ((word << 1) | carry) & (mask[w] as number)
    carry = (word >>> (WORD - 1)) & 1
  }
}

function setBit(words: Int32Array, bit: number): void {
  const w = Math.floor(bit / WORD)
  words[w] = (words[w] as number) | (1 << (bit % WORD))
}

function hasBit(words: Int32Array, bit: number): boolean {
  return (((words[Math.floor(bit / WORD)] as number) >>> (bit % WORD)) & 1) === 1
}
