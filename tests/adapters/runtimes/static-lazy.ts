import * as ajv from 'ajv'
import * as ajvDraft04 from 'ajv-draft-04'
import * as ajvFormats from 'ajv-formats'
import * as jose from 'jose'
import * as pTimeout from 'p-timeout'
import * as re2js from 're2js'
import * as velocity from 'velocityjs'
import * as yaml from 'yaml'

/** Stands in for `src/runtime/lazy.ts` in a bundle for Workers, which have no `require` for packages. */
export const lazy: Readonly<Record<string, () => unknown>> = {
  ajv: () => ajv,
  ajvDraft04: () => ajvDraft04,
  ajvFormats: () => ajvFormats,
  jose: () => jose,
  pTimeout: () => pTimeout,
  re2js: () => re2js,
  velocity: () => velocity,
  yaml: () => yaml,
}
