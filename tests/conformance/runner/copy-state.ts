import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { OWN_CASES, SHARED_CASES } from './options.js'

/** What `npm run conformance:pull` would change; empty when the copy is the same or its source is not here. */
export function copyDifferences(own = OWN_CASES, shared = SHARED_CASES): string[] {
  if (!existsSync(shared)) return []
  const ours = filesOf(own)
  const theirs = filesOf(shared)
  const changed = [...theirs].filter((file) => ours.has(file) && !sameBytes(join(own, file), join(shared, file)))
  return [
    ...[...theirs].filter((file) => !ours.has(file)).map((file) => `new: ${file}`),
    ...changed.map((file) => `changed: ${file}`),
    ...[...ours].filter((file) => !theirs.has(file)).map((file) => `gone: ${file}`),
  ]
}

/** Files under a folder, by their path within it. */
export function filesOf(folder: string): Set<string> {
  if (!existsSync(folder)) return new Set()
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return new Set(
    entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name))),
  )
}

function sameBytes(a: string, b: string): boolean {
  return readFileSync(a).equals(readFileSync(b))
}
