import type { Method, RequestValidator, RestApi } from '../api/model.js'
import type { ChangeList } from './change-list.js'
import { diffModels, modelSource } from './diff-models.js'

/** Compares what a method asks of requests: parameters, and bodies by their models. */
export function diffRequest(
  list: ChangeList,
  [before, oldApi]: readonly [Method, RestApi],
  [after, newApi]: readonly [Method, RestApi],
): void {
  const [old, now] = [validatorOf(before, oldApi), validatorOf(after, newApi)]
  diffParameters(list, before, after, [old, now])
  diffBodies(list, [before, oldApi, old], [after, newApi, now])
}

function validatorOf({ requestValidator }: Method, api: RestApi): RequestValidator | undefined {
  return requestValidator === undefined ? undefined : api.requestValidators.get(requestValidator)
}

// A parameter is required where the validator looks at it; path variables are there by the route.
function diffParameters(
  list: ChangeList,
  before: Method,
  after: Method,
  [old, now]: readonly [RequestValidator | undefined, RequestValidator | undefined],
): void {
  const { pointer } = after
  const [was, is] = [requiredOf(before, old), requiredOf(after, now)]
  for (const name of is) {
    if (!was.has(name)) list.breaking('parameter/required', { message: `${name} is required now.`, pointer })
  }
  for (const name of was) {
    if (!is.has(name)) list.safe('parameter/not-required', { message: `${name} is no longer required.`, pointer })
  }
  for (const name of after.requestParameters.keys()) {
    if (before.requestParameters.has(name) || is.has(name) || name.includes('.path.')) continue
    list.safe('parameter/added', { message: `${name} is declared now.`, pointer })
  }
  for (const name of before.requestParameters.keys()) {
    if (after.requestParameters.has(name) || was.has(name) || name.includes('.path.')) continue
    list.safe('parameter/removed', { message: `${name} is no longer declared.`, pointer: before.pointer })
  }
}

function requiredOf({ requestParameters }: Method, validator: RequestValidator | undefined): Set<string> {
  if (validator?.validateRequestParameters !== true) return new Set()
  const required = [...requestParameters].filter(([name, isRequired]) => isRequired && !name.includes('.path.'))
  return new Set(required.map(([name]) => name))
}

type Side = readonly [Method, RestApi, RequestValidator | undefined]

// The model of a content type, else that of `$default`; a body without either is not looked at.
function diffBodies(list: ChangeList, before: Side, after: Side): void {
  const { pointer } = after[0]
  for (const type of new Set([...before[0].requestModels.keys(), ...after[0].requestModels.keys()])) {
    const [old, now] = [modelFor(before, type), modelFor(after, type)]
    if (old.name === undefined && now.name === undefined) continue
    const [wasChecked, isChecked] = [old.isChecked && old.name !== undefined, now.isChecked && now.name !== undefined]
    if (!wasChecked && isChecked) {
      const message = `Bodies of ${type} are held to the model ${now.name} now.`
      list.breaking('request-body/validated', { message, after: now.name, pointer })
      continue
    }
    if (wasChecked && !isChecked) {
      const message = `Bodies of ${type} are no longer held to the model ${old.name}.`
      list.safe('request-body/not-validated', { message, before: old.name, pointer })
      continue
    }
    if (old.name === undefined || now.name === undefined) continue
    diffModels(list, {
      side: 'request-body',
      before: modelSource(before[1].models, old.name),
      after: modelSource(after[1].models, now.name),
      pointer: after[1].models.get(now.name)?.pointer ?? pointer,
      isDeclaredOnly: !isChecked,
    })
  }
}

function modelFor(
  [{ requestModels }, , validator]: Side,
  type: string,
): {
  readonly name: string | undefined
  readonly isChecked: boolean
} {
  return {
    name: requestModels.get(type) ?? requestModels.get('$default'),
    isChecked: validator?.validateRequestBody === true,
  }
}
