import { createRequire } from 'node:module'
import type * as Crypto from 'node:crypto'

/** `node:crypto` at its first use: loading it costs a gateway without encrypted caches 15 ms of its start. */
export function lazyCrypto(): typeof Crypto {
  return createRequire(import.meta.url)('node:crypto') as typeof Crypto
}
