/** json-smart reads 400 levels of arrays and objects and refuses the next. It also bounds every recursion of ours. */
export const MAX_DEPTH = 400

const QUOTE = 0x22

/**
 * Whether valid JSON text nests deeper than {@link MAX_DEPTH}. Most texts do not even have so many brackets, which
 * `indexOf` finds out at a fraction of the cost of a walk.
 */
export function exceedsDepth(text: string): boolean {
  if (text.length <= 2 * MAX_DEPTH || hasFewBrackets(text)) return false
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === 0x5b || code === 0x7b) depth++
    else if (code === 0x5d || code === 0x7d) depth--
    if (depth > MAX_DEPTH) return true
  }
  return false
}

function hasFewBrackets(text: string): boolean {
  let left = MAX_DEPTH
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (left-- === 0) return false
    }
  }
  return true
}

// The quote that closes the string is the first one behind an even number of backslashes.
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1) {
    let before = end - 1
    while (text.charCodeAt(before) === 0x5c) before--
    if ((end - before) % 2 === 1) return end
    end = text.indexOf('"', end + 1)
  }
  return text.length
}
