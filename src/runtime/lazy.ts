import { createRequire } from 'node:module'
import type * as Ajv from 'ajv'
import type * as AjvDraft04 from 'ajv-draft-04'
import type * as AjvFormats from 'ajv-formats'
import type * as Jose from 'jose'
import type * as PTimeout from 'p-timeout'
import type * as Re2js from 're2js'
import type * as Undici from 'undici'
import type * as Velocity from 'velocityjs'
import type * as Yaml from 'yaml'

let nodeRequire: NodeJS.Require | undefined

// Made at the first load: at import there is nothing to do yet.
function require(name: string): never {
  return (nodeRequire ??= createRequire(import.meta.url))(name) as never
}

/**
 * The heavy packages, each loaded at its first use and synchronously, so that `createGateway` stays synchronous and an
 * API that has no model never pays for ajv. Node's `require` also loads ES modules from 20.19 on.
 */
export const lazy = {
  ajv: (): typeof Ajv => require('ajv'),
  ajvDraft04: (): typeof AjvDraft04 => require('ajv-draft-04'),
  ajvFormats: (): typeof AjvFormats => require('ajv-formats'),
  jose: (): typeof Jose => require('jose'),
  pTimeout: (): typeof PTimeout => require('p-timeout'),
  re2js: (): typeof Re2js => require('re2js'),
  undici: (): typeof Undici => require('undici'),
  velocity: (): typeof Velocity => require('velocityjs'),
  yaml: (): typeof Yaml => require('yaml'),
} as const
