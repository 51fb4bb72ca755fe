import { compileHttpValue } from '../../transformer/http-mapping.js'
import type { HttpInvocation } from './invocation.js'

/** Reads the values of an authorizer's identity sources; `undefined` when one is missing or empty. */
export type IdentityReader = (invocation: HttpInvocation) => readonly string[] | undefined

/** Compiles identity sources: `$request.header.N`, `$request.querystring.N`, `$context.N`, `$stageVariables.N`. */
export function compileIdentitySources(sources: readonly string[]): IdentityReader {
  // A source that cannot be read has no value, so it lets nobody in.
  const readers = sources.map((source) => compileHttpValue(source, 'request') ?? (() => undefined))
  return (invocation) => {
    const values: string[] = []
    for (const read of readers) {
      const value = read(invocation)
      if (value === undefined || value === '') return undefined
      values.push(value)
    }
    return values
  }
}
