import * as crypto from 'node:crypto'
import * as ajv from 'ajv'
import * as ajvDraft04 from 'ajv-draft-04'
import * as ajvFormats from 'ajv-formats'
import * as jose from 'jose'
import * as pTimeout from 'p-timeout'
import * as re2js from 're2js'
import * as velocity from 'velocityjs'
import * as yaml from 'yaml'
import { PosternError } from '../errors.js'
import type { Packages } from './packages.js'

/** For runtimes without `require` (Workers): what Node loads on first use stands in the bundle. */
export const lazy: Packages = {
  ajv: () => ajv,
  ajvDraft04: () => ajvDraft04,
  ajvFormats: () => ajvFormats,
  crypto: () => crypto,
  jose: () => jose,
  pTimeout: () => pTimeout,
  re2js: () => re2js,
  undici: () => {
    throw new PosternError('ERR_OPTIONAL_PACKAGE', 'undici is for Node: here back ends are called by `fetch`.')
  },
  velocity: () => velocity,
  yaml: () => yaml,
}
