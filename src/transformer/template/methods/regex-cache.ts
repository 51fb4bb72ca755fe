import type { JavaRegex } from '../../../regex/java-regex.js'
import { compileJavaRegex } from '../../../regex/java-regex.js'

const CAPACITY = 64
const compiled = new Map<string, JavaRegex>()

/** Compiles a pattern, or answers the one made before: templates use the same few again and again, often in a loop. */
export function cachedRegex(pattern: string): JavaRegex {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const made = compileJavaRegex(pattern)
  if (compiled.size >= CAPACITY) compiled.clear()
  compiled.set(pattern, made)
  return made
}
