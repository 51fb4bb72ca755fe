import type { DocumentationPart } from '../../api/model.js'
import { apiOf, type Context, found, type Handlers } from '../context.js'
import { conflict } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { present, someText } from '../store/fields.js'
import type { ApiState, DocumentationVersion } from '../store/state.js'
import { modelPart } from './documentation-records.js'

const VERSION_PATCH: PatchTable = { refusal: 'listed', targets: [{ path: '/description', ops: ['replace'] }] }

const UNKNOWN = 'Invalid Documentation version specified'

/** The parts of a documentation version, or none. */
export function documentationOf(api: ApiState, version: string | undefined): readonly DocumentationPart[] {
  const held = version === undefined ? undefined : api.documentationVersions.get(version)
  return (held?.parts ?? []).map(modelPart)
}

function versionOf(
  { state }: Context,
  restApiId: string,
  version: string,
): { readonly api: ApiState; readonly held: DocumentationVersion } {
  const api = found(state.apis.get(restApiId), UNKNOWN)
  return { api, held: found(api.documentationVersions.get(version), UNKNOWN) }
}

/** The operations of documentation versions: the documentation of an API as it was at a time. */
export const documentationVersionHandlers: Handlers<
  | 'CreateDocumentationVersion'
  | 'GetDocumentationVersion'
  | 'GetDocumentationVersions'
  | 'UpdateDocumentationVersion'
  | 'DeleteDocumentationVersion'
> = {
  CreateDocumentationVersion: ({ restApiId, documentationVersion: version, stageName, description }, context) => {
    const api = apiOf(context, restApiId)
    if (api.documentationVersions.has(version)) throw conflict(`Documentation version already exists: ${version}`)
    const record = present({ version, createdDate: context.now(), description: someText(description) })
    api.documentationVersions.set(version, { record, parts: api.documentationParts.values() })
    if (stageName !== undefined) {
      const stage = found(api.stages.get(stageName), 'Invalid stage identifier specified')
      api.stages.set(stageName, { ...stage, documentationVersion: version })
    }
    return record
  },
  GetDocumentationVersion: ({ restApiId, documentationVersion }, context) =>
    versionOf(context, restApiId, documentationVersion).held.record,
  GetDocumentationVersions: (input, context) =>
    pageOf(
      apiOf(context, input.restApiId)
        .documentationVersions.values()
        .map(({ record }) => record),
      input,
    ),
  UpdateDocumentationVersion: ({ restApiId, documentationVersion, patchOperations }, context) => {
    const { api, held } = versionOf(context, restApiId, documentationVersion)
    const record = applyPatch(held.record, patchOperations, VERSION_PATCH)
    return api.documentationVersions.set(documentationVersion, { ...held, record }).record
  },
  DeleteDocumentationVersion: ({ restApiId, documentationVersion }, context) => {
    const { api } = versionOf(context, restApiId, documentationVersion)
    api.documentationVersions.delete(documentationVersion)
  },
}
