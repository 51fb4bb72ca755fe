import { TemplateSyntaxError } from '../errors.js'
import type { Match } from './match.js'
import { matchAt } from './match.js'
import type { LexState, MatchKind, Token, TokenKind } from './token.js'

/** Tokens on demand: the state at a place depends on what the parser made of the token before. */
export interface Lexer {
  /** Reads the next token; `EOF` at the end, again and again. */
  next(): Token
  /** Takes up the tokens of a directive's parentheses; called straight after the directive's name. */
  enterDirective(): void
  /** Goes back to what surrounds the directive: it has no parentheses. */
  leaveDirective(): void
  /** Says that a `#set` is complete. */
  endSet(): void
  /** Whether nothing but blanks stands between here and a `(`. */
  atParenthesis(): boolean
  /** Offset behind the last token. */
  readonly offset: number
}

interface SavedState {
  readonly state: LexState
  readonly open: number
  readonly closed: number
}

const PARENTHESIS = /[ \t\r\n]*\(/y

/**
 * The engine's lexer: an automaton with a stack of lexical states. Its oddities (a `#` in front of a reference, what a
 * line break ends, where blanks belong) are what mapping templates rely on, so it is followed state by state.
 */
export function createLexer(source: string): Lexer {
  return new TemplateLexer(source)
}

class TemplateLexer implements Lexer {
  readonly #source: string
  readonly #match: Match = { kind: 'EOF', length: 0 }
  readonly #stack: SavedState[] = []
  #state: LexState = 'DEFAULT'
  #open = 0
  #closed = 0
  #inSet = false
  #at = 0
  #start = 0
  #special = ''
  #isCommentLike = false

  constructor(source: string) {
    this.#source = source
  }

  get offset(): number {
    return this.#at
  }

  next(): Token {
    this.#start = this.#at
    this.#special = ''
    this.#isCommentLike = false
    for (;;) {
      if (this.#at >= this.#source.length) return this.#end()
      matchAt(this.#source, this.#at, this.#state, this.#match)
      const { kind, length } = this.#match
      if (length === 0) throw this.#unexpected()
      this.#at += length
      if (this.#isPrefix(kind)) continue
      if (kind === 'SKIP') this.#start = this.#at
      else if (kind === 'TERMINATOR') this.#terminate()
      else return this.#token(kind as TokenKind)
    }
  }

  enterDirective(): void {
    this.#state = 'DIRECTIVE'
  }

  leaveDirective(): void {
    this.#pop()
  }

  endSet(): void {
    this.#inSet = false
  }

  atParenthesis(): boolean {
    PARENTHESIS.lastIndex = this.#at
    return PARENTHESIS.test(this.#source)
  }

  #end(): Token {
    if (this.#start < this.#at) {
      throw new TemplateSyntaxError(this.#openEnd(), this.#source, this.#start)
    }
    return { kind: 'EOF', image: '', start: this.#at, special: this.#special }
  }

  #openEnd(): string {
    const opening = this.#source.slice(this.#start, this.#start + 3)
    if (opening === '#[[') return 'the text block `#[[` is not closed with `]]#`'
    return `the template ends after \`${opening}\`, which must be followed by something`
  }

  #unexpected(): TemplateSyntaxError {
    const found = this.#source.charAt(this.#at)
    const isQuote = found === '"' || found === "'"
    const reason = isQuote ? 'the string is not closed' : `unexpected \`${found}\``
    return new TemplateSyntaxError(reason, this.#source, this.#at)
  }

  /** Prefixes change the state but belong to the token that follows. */
  #isPrefix(kind: MatchKind): boolean {
    switch (kind) {
      case 'DOLLAR':
        if (this.#state === 'REFERENCE') this.#pop()
        this.#push('REFERENCE')
        return true
      case 'HASH':
        if (this.#state === 'REFERENCE' || this.#state === 'REFMODIFIER') this.#pop()
        this.#push('PRE_DIRECTIVE')
        return true
      case 'TEXTBLOCK_START':
        this.#push('TEXTBLOCK')
        return true
      case 'BLOCK_COMMENT_START':
        this.#push('BLOCK_COMMENT')
        return true
      default:
        return kind === 'MORE'
    }
  }

  /** What follows is no part of the reference or directive: back to the text, which prints the lone `$` or `#`. */
  #terminate(): void {
    const image = this.#source.slice(this.#start, this.#at)
    this.#special += specialText(image)
    this.#isCommentLike = image.startsWith('##')
    this.#at--
    this.#start = this.#at
    this.#pop()
  }

  #token(kind: TokenKind): Token {
    this.#act(kind)
    // The engine keeps nothing but the dot: `#$.a` prints `.a`.
    const start = kind === 'DOT' ? this.#at - 1 : this.#start
    // What looks like a comment prints nothing, but only when it is the last: `$a## x` is a comment, `$a.b## x` is not.
    const special = this.#isCommentLike ? '' : this.#special
    return { kind, image: this.#source.slice(start, this.#at), start, special }
  }

  #act(kind: TokenKind): void {
    switch (kind) {
      case 'INDEX_LBRACKET':
        return this.#push('REFINDEX')
      case 'LPAREN':
        this.#open++
        if (this.#state === 'REFMODIFIER') this.#state = 'REFMOD2'
        return undefined
      case 'RPAREN':
        return this.#closeParenthesis()
      case 'REFMOD2_RPAREN':
        this.#state = 'REFERENCE'
        return undefined
      case 'SET':
        this.#push('DIRECTIVE')
        this.#inSet = true
        this.#open++
        return undefined
      case 'COMMENT_START':
        if (this.#state === 'REFERENCE') this.#pop()
        return this.#push('LINE_COMMENT')
      case 'IF':
      case 'ELSEIF':
        this.#state = 'DIRECTIVE'
        return undefined
      case 'DOT':
        this.#at--
        this.#state = 'REFMODIFIER'
        return undefined
      default:
        return this.#actOnEnds(kind)
    }
  }

  #actOnEnds(kind: TokenKind): void {
    switch (kind) {
      case 'INDEX_RBRACKET':
      case 'RCURLY':
      case 'COMMENT_END':
      case 'TEXTBLOCK':
      case 'END':
      case 'ELSE':
        this.#pop()
        break
      case 'STRING':
        if (this.#state === 'DIRECTIVE' && !this.#inSet && this.#open === 0) this.#pop()
        break
      case 'INTEGER':
      case 'FLOAT':
        this.#actOnNumber(kind)
        break
      default:
    }
  }

  #actOnNumber(kind: TokenKind): void {
    // `1..` is the start of a range, its dots are a token of their own.
    if (kind === 'INTEGER' && this.#source.startsWith('..', this.#at - 2)) this.#at -= 2
    const isInside = this.#state === 'REFMOD2' || (kind === 'INTEGER' && this.#state === 'REFINDEX')
    if (this.#open === 0 && !this.#inSet && !isInside) this.#pop()
  }

  #closeParenthesis(): void {
    while (this.#open === 0) if (!this.#pop()) return
    if (this.#open === this.#closed + 1) this.#pop()
    else this.#closed++
  }

  #push(state: LexState): void {
    // A state is never saved inside a comment: only the end of the comment counts there.
    this.#stack.push({ state: this.#state, open: this.#open, closed: this.#closed })
    this.#open = 0
    this.#state = state
  }

  #pop(): boolean {
    const saved = this.#stack.pop()
    if (saved === undefined) {
      this.#open = 0
      this.#state = 'DEFAULT'
      return false
    }
    this.#open = saved.open
    this.#closed = saved.closed
    this.#state = saved.state
    return true
  }
}

/** Of a lone prefix only `#`, `$` and backslashes straight before a `$` are printed. */
function specialText(image: string): string {
  let text = ''
  for (let at = 0; at < image.length; at++) {
    const character = image[at]
    if (character === '#' || character === '$') text += character
    if (character !== '\\') continue
    let end = at
    while (image[end] === '\\') end++
    if (image[end] !== '$') continue
    text += image.slice(at, end + 1)
    at = end + 1
  }
  return text
}
