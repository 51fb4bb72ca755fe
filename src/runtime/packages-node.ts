import { createRequire } from 'node:module'
import type { Packages } from './packages.js'

let nodeRequire: NodeJS.Require | undefined

// Made at the first load: at import there is nothing to do yet.
function require(name: string): never {
  return (nodeRequire ??= createRequire(import.meta.url))(name) as never
}

/** Loads each package at its first use. Node's `require` also loads ES modules, from 20.19 on. */
export const lazy: Packages = {
  ajv: () => require('ajv'),
  ajvDraft04: () => require('ajv-draft-04'),
  ajvFormats: () => require('ajv-formats'),
  crypto: () => require('node:crypto'),
  jose: () => require('jose'),
  pTimeout: () => require('p-timeout'),
  re2js: () => require('re2js'),
  undici: () => require('undici'),
  velocity: () => require('velocityjs'),
  yaml: () => require('yaml'),
}
