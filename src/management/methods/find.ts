import { type Context, found } from '../context.js'
import { filled, ownField, setField } from '../store/fields.js'
import type { IntegrationRecord, MethodRecord, ResourceRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'

/** A resource, and the API that it is of. */
export interface FoundResource {
  readonly api: ApiState
  readonly resource: ResourceRecord
}

/** A method, and where it is. */
export interface FoundMethod extends FoundResource {
  readonly method: MethodRecord
}

/** A method's integration, and where it is. */
export interface FoundIntegration extends FoundMethod {
  readonly integration: IntegrationRecord
}

interface MethodPlace {
  readonly restApiId: string
  readonly resourceId: string
  readonly httpMethod: string
}

const UNKNOWN_RESOURCE = 'Invalid Resource identifier specified'
const UNKNOWN_METHOD = 'Invalid Method identifier specified'
const UNKNOWN_INTEGRATION = 'Invalid Integration identifier specified'

/** Finds a resource; of an API that is not there the service says that the resource is not (recorded). */
export function resourceOf({ state }: Context, restApiId: string, resourceId: string): FoundResource {
  const api = found(state.apis.get(restApiId), UNKNOWN_RESOURCE)
  return { api, resource: found(api.resources.get(resourceId), UNKNOWN_RESOURCE) }
}

/** Finds a method. */
export function methodOf(context: Context, place: MethodPlace, unknown: string = UNKNOWN_METHOD): FoundMethod {
  const { api, resource } = resourceOf(context, place.restApiId, place.resourceId)
  return { api, resource, method: found(ownField(resource.resourceMethods, place.httpMethod), unknown) }
}

/** Finds the integration of a method; `unknownMethod` is what is said of a method that is not there. */
export function integrationOf(context: Context, place: MethodPlace, unknownMethod?: string): FoundIntegration {
  const place_ = methodOf(context, place, unknownMethod)
  return { ...place_, integration: found(place_.method.methodIntegration, UNKNOWN_INTEGRATION) }
}

/** Puts a method in its place. */
export function setMethod({ api, resource }: FoundResource, method: MethodRecord): MethodRecord {
  // What else the call has changed of the resource stands.
  const current = api.resources.get(resource.id) ?? resource
  api.resources.set(resource.id, {
    ...current,
    resourceMethods: withEntry(current.resourceMethods, method.httpMethod, method),
  })
  return method
}

/** Takes a method away. */
export function deleteMethod({ api, resource }: FoundResource, httpMethod: string): void {
  const { resourceMethods, ...others } = resource
  const left = withoutEntry(resourceMethods, httpMethod)
  api.resources.set(resource.id, left === undefined ? others : { ...others, resourceMethods: left })
}

/** Puts an integration in its place. */
export function setIntegration(place: FoundMethod, methodIntegration: IntegrationRecord): IntegrationRecord {
  setMethod(place, { ...place.method, methodIntegration })
  return methodIntegration
}

/** A copy of a map with one entry more, or another. */
export function withEntry<T>(
  map: Readonly<Record<string, T>> | undefined,
  name: string,
  value: T,
): Readonly<Record<string, T>> {
  const copy: Record<string, T> = { ...map }
  setField(copy, name, value)
  return copy
}

/** A copy of a map without one entry; undefined when there is none left. */
export function withoutEntry<T>(
  map: Readonly<Record<string, T>> | undefined,
  name: string,
): Readonly<Record<string, T>> | undefined {
  return filled(Object.fromEntries(Object.entries(map ?? {}).filter(([each]) => each !== name)))
}
