/**
 * The engine's tokens, by its own names. Which of them are looked for depends on the lexical state, as a template is
 * text with little islands of language in it.
 */
export type TokenKind =
  | 'EOF'
  | 'TEXT'
  | 'DOUBLE_ESCAPE'
  | 'ESCAPE'
  | 'ESCAPE_DIRECTIVE'
  | 'EMPTY_INDEX'
  | 'SET'
  | 'IF'
  | 'ELSEIF'
  | 'ELSE'
  | 'END'
  | 'WORD'
  | 'BRACKETED_WORD'
  | 'IDENTIFIER'
  | 'DOT'
  | 'LCURLY'
  | 'RCURLY'
  | 'INDEX_LBRACKET'
  | 'INDEX_RBRACKET'
  | 'LBRACKET'
  | 'RBRACKET'
  | 'COMMA'
  | 'DOUBLEDOT'
  | 'COLON'
  | 'LEFT_CURLEY'
  | 'RIGHT_CURLEY'
  | 'LPAREN'
  | 'RPAREN'
  | 'REFMOD2_RPAREN'
  | 'WHITESPACE'
  | 'STRING'
  | 'TRUE'
  | 'FALSE'
  | 'INTEGER'
  | 'FLOAT'
  | 'OPERATOR'
  | 'COMMENT_START'
  | 'COMMENT_END'
  | 'TEXTBLOCK'

/** What a match may be besides a token: a prefix of the next token, something to drop, the end of an island. */
export type MatchKind =
  | TokenKind
  | 'DOLLAR'
  | 'HASH'
  | 'TEXTBLOCK_START'
  | 'BLOCK_COMMENT_START'
  | 'MORE'
  | 'SKIP'
  | 'TERMINATOR'

/** Lexical states, by the engine's names. */
export type LexState =
  | 'DEFAULT'
  | 'REFERENCE'
  | 'REFMODIFIER'
  | 'REFMOD2'
  | 'REFINDEX'
  | 'PRE_DIRECTIVE'
  | 'DIRECTIVE'
  | 'LINE_COMMENT'
  | 'BLOCK_COMMENT'
  | 'TEXTBLOCK'

export interface Token {
  readonly kind: TokenKind
  /** The token as written, with what the engine glued to its front (`\\$`, `#` …). */
  readonly image: string
  /** Offset of the image in the template, in UTF-16 units. */
  readonly start: number
  /** A `$` or `#` in front of it that starts nothing and prints with a text. */
  readonly special: string
}
