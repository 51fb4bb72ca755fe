import { TemplateSyntaxError } from '../errors.js'
import type { Expression } from '../tree.js'
import type { Lexer } from './lexer.js'
import { createLexer } from './lexer.js'
import type { OutlineWriter } from './outline.js'
import { createOutlineWriter } from './outline.js'
import type { Token, TokenKind } from './token.js'

/** Reads a string literal's content, a template of its own. */
export type StringReader = (content: string, offset: number) => Expression

/** What the scanner's parts share: the tokens, with a little look ahead, and the outline they become. */
export interface Reader {
  readonly source: string
  readonly lexer: Lexer
  readonly outline: OutlineWriter
  /** Names given by `#macro`: nothing is defined, but a backslash in front of them counts as an escape. */
  readonly macros: Set<string>
  readonly readString: StringReader
  /** Maps an offset of `source` to one of the whole template (a string literal is a template inside another). */
  place(offset: number): number
  peek(ahead?: number): Token
  take(): Token
  /** The tokens taken so far, for what prints as it is written. */
  readonly taken: Token[]
  /** Takes a token of this kind, or fails saying what is missing. */
  expect(kind: TokenKind, missing: string): Token
  skipBlanks(): void
  fail(reason: string, token?: Token): never
}

export function createReader(source: string, readString: StringReader, origin: number | undefined): Reader {
  const lexer = createLexer(source)
  const ahead: Token[] = []
  const taken: Token[] = []

  function peek(count = 0): Token {
    while (ahead.length <= count) ahead.push(lexer.next())
    return ahead[count] as Token
  }
  function take(): Token {
    const token = ahead.shift() ?? lexer.next()
    taken.push(token)
    return token
  }
  function fail(reason: string, token: Token = peek()): never {
    throw new TemplateSyntaxError(reason, source, token.start)
  }
  return {
    source,
    lexer,
    outline: createOutlineWriter(),
    macros: new Set(),
    readString,
    place: (offset) => origin ?? offset,
    peek,
    take,
    taken,
    expect(kind, missing) {
      if (peek().kind !== kind) fail(`expected ${missing}, found ${describe(peek())}`)
      return take()
    },
    skipBlanks() {
      if (peek().kind === 'WHITESPACE') take()
    },
    fail,
  }
}

const LONGEST_SHOWN = 20

/** A token for an error message. */
export function describe(token: Token): string {
  if (token.kind === 'EOF') return 'the end of the template'
  const shown = token.image.trim().slice(0, LONGEST_SHOWN)
  return shown === '' ? 'a blank' : `\`${shown}\``
}

/** Takes the `#end` of a block. */
export function readEnd(reader: Reader, opening: Token): void {
  const token = reader.peek()
  if (token.kind === 'END') reader.take()
  else if (token.kind === 'EOF') reader.fail(`${describe(opening)} is not closed with \`#end\``, opening)
  else reader.fail(`expected \`#end\`, found ${describe(token)}`)
}
