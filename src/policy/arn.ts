import { compileGlob, STAR } from './glob.js'
import type { Glob, GlobToken } from './glob.js'

const PARTS = 6

/**
 * Compiles an ARN pattern for the Arn operators: each of the six parts is compared on its own, so that a wildcard in
 * the account cannot swallow a colon. The sixth part holds all further colons. `*` alone is any ARN. Gives
 * `undefined` for a text that is no ARN.
 */
export function compileArnTokens(tokens: readonly GlobToken[]): (value: string) => boolean | undefined {
  const parts = splitTokens(tokens)
  const any = tokens.length === 1 && tokens[0] === STAR
  const globs = any ? [] : parts.map(compileGlob)
  return (value) => {
    const found = splitArn(value)
    if (found === undefined) return undefined
    if (any) return true
    return globs.length === PARTS && globs.every((glob: Glob, i) => glob(found[i] as string))
  }
}

/** The six parts of an ARN, or `undefined` for a text that is none. */
export function splitArn(value: string): readonly string[] | undefined {
  if (!value.startsWith('arn:')) return undefined
  const parts: string[] = []
  let from = 0
  while (parts.length < PARTS - 1) {
    const colon = value.indexOf(':', from)
    if (colon < 0) return undefined
    parts.push(value.slice(from, colon))
    from = colon + 1
  }
  parts.push(value.slice(from))
  return parts
}

function splitTokens(tokens: readonly GlobToken[]): GlobToken[][] {
  const parts: GlobToken[][] = [[]]
  const push = (token: GlobToken): void => {
    if (token !== '') (parts.at(-1) as GlobToken[]).push(token)
  }
  for (const token of tokens) {
    if (typeof token !== 'string') {
      push(token)
      continue
    }
    let rest = token
    for (let colon = rest.indexOf(':'); colon >= 0 && parts.length < PARTS; colon = rest.indexOf(':')) {
      push(rest.slice(0, colon))
      parts.push([])
      rest = rest.slice(colon + 1)
    }
    push(rest)
  }
  return parts
}
