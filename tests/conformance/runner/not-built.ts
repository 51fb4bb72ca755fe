import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { LoadedCase } from './types.js'

/** Parts of the service that wait for their issue: while `until` is not in `src/`, their cases are skipped. */
const NOT_BUILT: ReadonlyArray<{
  readonly reason: string
  readonly until: string
  readonly applies: (loaded: LoadedCase) => boolean
}> = [
  {
    reason: 'the management API is not built yet',
    until: 'management/index.ts',
    applies: ({ kind }) => kind === 'management',
  },
  {
    reason: 'WebSocket APIs are not built yet',
    until: 'pipeline/websocket.ts',
    applies: ({ kind }) => kind === 'websocket',
  },
  {
    reason: 'HTTP APIs are not built yet',
    until: 'pipeline/http.ts',
    applies: ({ kind, data }) => kind === 'request' && data['protocol'] === 'HTTP',
  },
]

/** Why a case is skipped before it is tried; undefined when all that its kind needs is there. */
export function notBuiltReason(loaded: LoadedCase): string | undefined {
  return NOT_BUILT.find(({ until, applies }) => applies(loaded) && !isBuilt(until))?.reason
}

function isBuilt(file: string): boolean {
  return existsSync(fileURLToPath(new URL(`../../../src/${file}`, import.meta.url)))
}
