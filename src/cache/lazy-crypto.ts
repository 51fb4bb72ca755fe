import type * as Crypto from 'node:crypto'
import { lazy } from '../runtime/lazy.js'

/** `node:crypto` at its first use: loading it costs a gateway without encrypted caches 15 ms of its start. */
export function lazyCrypto(): typeof Crypto {
  return lazy.crypto()
}
