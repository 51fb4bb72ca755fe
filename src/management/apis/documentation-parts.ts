import { apiOf, type Context, found, type Handlers } from '../context.js'
import { badRequest, conflict, ManagementError } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { textValue } from '../patch/values.js'
import type { Input } from '../service-model/operations.js'
import { present } from '../store/fields.js'
import type { DocumentationPartRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'
import { mergePart, partRecord, sameLocation } from './documentation-records.js'
import { importDefinition } from './import-export.js'

const PART_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [{ path: '/properties', ops: ['replace'], value: textValue }],
}

const UNKNOWN = 'Invalid Documentation part identifier specified'

interface Found {
  readonly api: ApiState
  readonly part: DocumentationPartRecord
}

// Of an API that is not there the service says that the part is not (recorded).
function partOf({ state }: Context, restApiId: string, id: string): Found {
  const api = found(state.apis.get(restApiId), UNKNOWN)
  return { api, part: found(api.documentationParts.get(id), UNKNOWN) }
}

function checkProperties({ properties }: DocumentationPartRecord): void {
  if (properties.trim() === '') throw badRequest('Documentation part properties must be non-empty')
}

function create({ restApiId, location, properties }: Input<'CreateDocumentationPart'>, context: Context): object {
  const api = apiOf(context, restApiId)
  const record = partRecord(context.newId(6), location, properties)
  checkProperties(record)
  if (api.documentationParts.values().some((part) => sameLocation(part, record)))
    throw conflict(`Documentation part already exists for the specified location: type '${record.location.type}'.`)
  return api.documentationParts.set(record.id, record)
}

function list(input: Input<'GetDocumentationParts'>, context: Context): object {
  const { type, nameQuery, path, locationStatus } = input
  const parts = apiOf(context, input.restApiId).documentationParts.values()
  // A location without documentation has no part, so there is nothing to list of those.
  const wanted = locationStatus === 'UNDOCUMENTED' ? [] : parts
  return pageOf(
    wanted.filter(
      ({ location }) =>
        (type === undefined || location.type === type) &&
        (nameQuery === undefined || location.name === nameQuery) &&
        (path === undefined || location.path === path),
    ),
    input,
  )
}

function importParts(input: Input<'ImportDocumentationParts'>, context: Context): object {
  const api = apiOf(context, input.restApiId)
  const { api: imported, warnings } = importForParts(input, context)
  if (input.mode === 'overwrite') api.documentationParts.clear()
  const ids = imported.documentationParts.map(({ location, properties }) => {
    const text = typeof properties === 'string' ? properties : JSON.stringify(properties)
    const record = partRecord(context.newId(6), location, text)
    const before = api.documentationParts.values().find((part) => sameLocation(part, record))
    const merged = before === undefined ? record : mergePart(before, record)
    return api.documentationParts.set(merged.id, merged).id
  })
  return warnings.length === 0 ? { ids } : { ids, warnings }
}

// Recorded: whatever is wrong with the document, it is one message.
function importForParts(
  { body, failOnWarnings = false }: Input<'ImportDocumentationParts'>,
  context: Context,
): ReturnType<typeof importDefinition> {
  try {
    return importDefinition(body, { failOnWarnings }, context)
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error
    throw badRequest('Unable to build importer with provided input.')
  }
}

/** The operations of documentation parts. */
export const documentationPartHandlers: Handlers<
  | 'CreateDocumentationPart'
  | 'GetDocumentationPart'
  | 'GetDocumentationParts'
  | 'UpdateDocumentationPart'
  | 'DeleteDocumentationPart'
  | 'ImportDocumentationParts'
> = {
  CreateDocumentationPart: create,
  GetDocumentationPart: ({ restApiId, documentationPartId }, context) =>
    partOf(context, restApiId, documentationPartId).part,
  GetDocumentationParts: list,
  UpdateDocumentationPart: ({ restApiId, documentationPartId, patchOperations }, context) => {
    const { api, part } = partOf(context, restApiId, documentationPartId)
    const patched = present(applyPatch(part, patchOperations, PART_PATCH))
    checkProperties(patched)
    return api.documentationParts.set(part.id, patched)
  },
  DeleteDocumentationPart: ({ restApiId, documentationPartId }, context) => {
    const { api, part } = partOf(context, restApiId, documentationPartId)
    api.documentationParts.delete(part.id)
  },
  ImportDocumentationParts: importParts,
}
