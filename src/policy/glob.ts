/** Says whether a text matches a pattern. */
export type Matcher = (text: string) => boolean

/**
 * Compiles a pattern of IAM: `*` stands for any characters, slashes and colons included, `?` for one. Time is linear in
 * pattern times text, whatever the pattern: it goes back to the last star only.
 */
export function compileGlob(pattern: string): Matcher {
  if (pattern === '*') return () => true
  if (!/[*?]/.test(pattern)) return (text) => text === pattern
  return (text) => matchGlob(pattern, text)
}

/** Matches one text against one pattern. */
export function matchGlob(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** Compiles patterns that a text may match any of. */
export function compileAny(patterns: readonly string[]): Matcher {
  const matchers = patterns.map(compileGlob)
  return (text) => matchers.some((matches) => matches(text))
}
