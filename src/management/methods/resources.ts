import { type Context, found, type Handlers } from '../context.js'
import { badRequest, conflict } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { textValue } from '../patch/values.js'
import { apiOf } from '../context.js'
import type { Input } from '../service-model/operations.js'
import type { ResourceRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'
import { resourceOf } from './find.js'

const RESOURCE_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [
    { path: '/parentId', ops: ['replace'], value: textValue },
    { path: '/pathPart', ops: ['replace'], value: textValue },
  ],
}

const PATH_PART = /^(?:[A-Za-z0-9._\-:%~,@$+!*'();=&]+|\{[A-Za-z0-9._\-:]+\+?\})$/

/** Path of a resource below another. */
function pathBelow(parent: ResourceRecord, pathPart: string): string {
  return parent.path === '/' ? `/${pathPart}` : `${parent.path}/${pathPart}`
}

/** Refuses a path part that may not stand below the parent, beside what is there. */
function checkPlace(api: ApiState, parent: ResourceRecord, pathPart: string, itself?: string): void {
  if (!PATH_PART.test(pathPart))
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    )
  if (parent.pathPart?.endsWith('+}') === true)
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`)
  for (const sibling of api.resources.values()) {
    if (sibling.parentId !== parent.id || sibling.id === itself) continue
    if (sibling.pathPart === pathPart)
      throw conflict(`Another resource with the same parent already has this name: ${pathPart}`)
    if (pathPart.startsWith('{') && sibling.pathPart?.startsWith('{') === true)
      throw badRequest(
        `A sibling (${sibling.pathPart}) of this resource already has a variable path part -- only one is allowed`,
      )
  }
}

function create({ restApiId, parentId, pathPart }: Input<'CreateResource'>, context: Context): ResourceRecord {
  const { api, resource: parent } = resourceOf(context, restApiId, parentId)
  checkPlace(api, parent, pathPart)
  const id = context.newId(6)
  return api.resources.set(id, { id, parentId: parent.id, pathPart, path: pathBelow(parent, pathPart) })
}

function update(input: Input<'UpdateResource'>, context: Context): ResourceRecord {
  const { api, resource } = resourceOf(context, input.restApiId, input.resourceId)
  const patched = applyPatch(resource, input.patchOperations, RESOURCE_PATCH)
  const { parentId, pathPart = '' } = patched
  if (resource.parentId === undefined) {
    if (parentId !== undefined) throw badRequest('Root resource cannot update its parentId.')
    if (pathPart !== '') throw badRequest('Root resource cannot update its pathPart.')
    return show(resource)
  }
  const parent = found(api.resources.get(parentId ?? ''), 'Invalid Resource identifier specified')
  if (isWithin(api, parent, resource.id)) throw badRequest('Resources cannot be cyclical.')
  checkPlace(api, parent, pathPart, resource.id)
  return show(place(api, patched, parent))
}

function isWithin(api: ApiState, resource: ResourceRecord | undefined, id: string): boolean {
  if (resource === undefined) return false
  return resource.id === id || isWithin(api, api.resources.get(resource.parentId ?? ''), id)
}

/** Puts a resource below its parent, and all that is below it with it. */
function place(api: ApiState, resource: ResourceRecord, parent: ResourceRecord): ResourceRecord {
  const placed = api.resources.set(resource.id, { ...resource, path: pathBelow(parent, resource.pathPart ?? '') })
  for (const child of childrenOf(api, resource.id)) place(api, child, placed)
  return placed
}

function childrenOf(api: ApiState, id: string): ResourceRecord[] {
  return api.resources.values().filter(({ parentId }) => parentId === id)
}

function remove(api: ApiState, id: string): void {
  for (const child of childrenOf(api, id)) remove(api, child.id)
  api.resources.delete(id)
}

/** A resource as it is shown: its methods whole when `embed` asks for them, else only their names. */
function show(resource: ResourceRecord, embed: readonly string[] = []): ResourceRecord {
  if (resource.resourceMethods === undefined || embed.includes('methods')) return resource
  const names = Object.keys(resource.resourceMethods)
  return { ...resource, resourceMethods: Object.fromEntries(names.map((name) => [name, {} as never])) }
}

/** The operations of resources. */
export const resourceHandlers: Handlers<
  'CreateResource' | 'GetResource' | 'GetResources' | 'UpdateResource' | 'DeleteResource'
> = {
  CreateResource: create,
  GetResource: ({ restApiId, resourceId, embed }, context) =>
    show(resourceOf(context, restApiId, resourceId).resource, embed),
  GetResources: (input, context) =>
    pageOf(
      apiOf(context, input.restApiId)
        .resources.values()
        .map((resource) => show(resource, input.embed)),
      input,
    ),
  UpdateResource: update,
  DeleteResource: ({ restApiId, resourceId }, context) => {
    const { api, resource } = resourceOf(context, restApiId, resourceId)
    if (resource.parentId === undefined) throw badRequest('Root resource cannot be deleted.')
    remove(api, resource.id)
  },
}
