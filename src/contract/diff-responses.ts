import type { Method, MethodResponse, RestApi } from '../api/model.js'
import type { ChangeList } from './change-list.js'
import { diffModels, modelSource } from './diff-models.js'

/** Compares the answers that a method declares: statuses, headers, models. */
export function diffResponses(
  list: ChangeList,
  [before, oldApi]: readonly [Method, RestApi],
  [after, newApi]: readonly [Method, RestApi],
): void {
  for (const [status, response] of before.methodResponses) {
    const now = after.methodResponses.get(status)
    if (now === undefined) {
      const message = `The answer ${status} is no longer declared.`
      list.breaking('response/status-removed', { message, before: status, pointer: before.pointer })
    } else {
      diffHeaders(list, response, now, after.pointer)
      diffBodies(list, [response, oldApi], [now, newApi], after.pointer)
    }
  }
  for (const status of after.methodResponses.keys()) {
    if (before.methodResponses.has(status)) continue
    const message = `The answer ${status} is declared now.`
    list.safe('response/status-added', { message, after: status, pointer: after.pointer })
  }
}

function diffHeaders(list: ChangeList, before: MethodResponse, after: MethodResponse, pointer: string): void {
  const { statusCode } = after
  for (const name of before.responseParameters.keys()) {
    if (after.responseParameters.has(name)) continue
    const message = `The answer ${statusCode} no longer declares ${headerName(name)}.`
    list.breaking('response/header-removed', { message, before: name, pointer })
  }
  for (const name of after.responseParameters.keys()) {
    if (before.responseParameters.has(name)) continue
    const message = `The answer ${statusCode} declares ${headerName(name)}.`
    list.safe('response/header-added', { message, after: name, pointer })
  }
}

/** `X-Total` of `method.response.header.X-Total`. */
export function headerName(target: string): string {
  return target.slice(target.lastIndexOf('header.') + 'header.'.length)
}

function diffBodies(
  list: ChangeList,
  [before, oldApi]: readonly [MethodResponse, RestApi],
  [after, newApi]: readonly [MethodResponse, RestApi],
  pointer: string,
): void {
  const { statusCode } = after
  for (const [type, name] of before.responseModels) {
    const now = after.responseModels.get(type)
    if (now === undefined) {
      const message = `The answer ${statusCode} of ${type} no longer has a model.`
      list.breaking('response-body/model-removed', { message, before: name, pointer })
    } else {
      diffModels(list, {
        side: 'response-body',
        before: modelSource(oldApi.models, name),
        after: modelSource(newApi.models, now),
        pointer: newApi.models.get(now)?.pointer ?? pointer,
      })
    }
  }
  for (const [type, name] of after.responseModels) {
    if (before.responseModels.has(type)) continue
    const message = `The answer ${statusCode} of ${type} has the model ${name} now.`
    list.safe('response-body/model-added', { message, after: name, pointer })
  }
}
