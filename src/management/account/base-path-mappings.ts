import { type Context, found, type Handlers } from '../context.js'
import { badRequest, conflict } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { present, someText } from '../store/fields.js'
import type { BasePathMappingRecord } from '../store/account-records.js'
import { domainOf } from './domain-names.js'

const MAPPING_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [
    { path: '/basePath', ops: ['replace'], value: (value) => (value ? value : NO_PATH) },
    // The service writes this name in its own way.
    {
      path: '/restapiId',
      ops: ['replace'],
      apply: (draft, { value }) => {
        draft['restApiId'] = value
      },
    },
    { path: '/restApiId', ops: ['replace'] },
    { path: '/stage', ops: ['replace'] },
  ],
}

/** The mapping of a domain name as a whole. */
const NO_PATH = '(none)'

function checkMapping({ restApiId, stage }: BasePathMappingRecord, { state }: Context): void {
  const api = state.apis.get(restApiId)
  if (api === undefined) throw badRequest('Invalid REST API identifier specified')
  if (stage !== undefined && !api.stages.has(stage)) throw badRequest('Invalid stage identifier specified')
}

function mappingOf(context: Context, domainName: string, basePath: string): BasePathMappingRecord {
  return found(domainOf(context, domainName).mappings.get(basePath), 'Invalid base path mapping identifier specified')
}

/** The operations of base path mappings. */
export const basePathMappingHandlers: Handlers<
  | 'CreateBasePathMapping'
  | 'GetBasePathMapping'
  | 'GetBasePathMappings'
  | 'UpdateBasePathMapping'
  | 'DeleteBasePathMapping'
> = {
  CreateBasePathMapping: ({ domainName, basePath: path, restApiId, stage }, context) => {
    const { mappings } = domainOf(context, domainName)
    const basePath = someText(path) ?? NO_PATH
    const mapping = present({ basePath, restApiId, stage: someText(stage) })
    checkMapping(mapping, context)
    if (mappings.has(basePath)) throw conflict('Base path already exists for this domain name')
    return mappings.set(basePath, mapping)
  },
  GetBasePathMapping: ({ domainName, basePath }, context) => mappingOf(context, domainName, basePath),
  GetBasePathMappings: (input, context) => pageOf(domainOf(context, input.domainName).mappings.values(), input),
  UpdateBasePathMapping: ({ domainName, basePath, patchOperations }, context) => {
    const patched = applyPatch(mappingOf(context, domainName, basePath), patchOperations, MAPPING_PATCH)
    checkMapping(patched, context)
    const { mappings } = domainOf(context, domainName)
    if (patched.basePath !== basePath) {
      if (mappings.has(patched.basePath)) throw conflict('Base path already exists for this domain name')
      mappings.delete(basePath)
    }
    return mappings.set(patched.basePath, patched)
  },
  DeleteBasePathMapping: ({ domainName, basePath }, context) => {
    domainOf(context, domainName).mappings.delete(mappingOf(context, domainName, basePath).basePath)
  },
}
