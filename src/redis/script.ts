import { createHash } from 'node:crypto'
import type { RedisCommand } from './types.js'

/** A Lua script; what runs it is told its keys and its arguments. */
export interface RedisScript {
  run(command: RedisCommand, keys: readonly string[], args: readonly string[]): Promise<unknown>
}

/** Makes a script that is called by its digest, and sent whole where the server does not know it (yet, or any more). */
export function createScript(source: string): RedisScript {
  const digest = createHash('sha1').update(source).digest('hex')
  return {
    run: async (command, keys, args) => {
      const routed = keys[0] as string
      const rest = [String(keys.length), ...keys, ...args]
      try {
        return await command(routed, ['EVALSHA', digest, ...rest])
      } catch (error) {
        if (!isNoScript(error)) throw error
        return command(routed, ['EVAL', source, ...rest])
      }
    },
  }
}

function isNoScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT')
}
