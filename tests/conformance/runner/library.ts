import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NotBuiltError } from './types.js'

/**
 * Loads a part of the library by its source file under `src/`, when a case first needs it.
 *
 * @throws NotBuiltError when there is no such file
 */
export async function loadPart(file: string, what: string): Promise<Record<string, unknown>> {
  const url = new URL(`../../../src/${file}`, import.meta.url)
  if (!existsSync(fileURLToPath(url))) throw new NotBuiltError(`${what} not built yet (no src/${file})`)
  return (await import(url.href)) as Record<string, unknown>
}

/**
 * Takes one function out of a part of the library.
 *
 * @throws NotBuiltError when the part does not export it
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the function's type, and says it
export function functionOf<F>(part: Record<string, unknown>, name: string, what: string): F {
  if (typeof part[name] !== 'function') throw new NotBuiltError(`${what} not built yet (no ${name})`)
  return part[name] as F
}
