import type * as Crypto from 'node:crypto'
import type * as Ajv from 'ajv'
import type * as AjvDraft04 from 'ajv-draft-04'
import type * as AjvFormats from 'ajv-formats'
import type * as Jose from 'jose'
import type * as PTimeout from 'p-timeout'
import type * as Re2js from 're2js'
import type * as Undici from 'undici'
import type * as Velocity from 'velocityjs'
import type * as Yaml from 'yaml'

/** The heavy packages, and a part of Node that is heavy too; each is had by a call. */
export interface Packages {
  readonly ajv: () => typeof Ajv
  readonly ajvDraft04: () => typeof AjvDraft04
  readonly ajvFormats: () => typeof AjvFormats
  readonly crypto: () => typeof Crypto
  readonly jose: () => typeof Jose
  readonly pTimeout: () => typeof PTimeout
  readonly re2js: () => typeof Re2js
  readonly undici: () => typeof Undici
  readonly velocity: () => typeof Velocity
  readonly yaml: () => typeof Yaml
}
