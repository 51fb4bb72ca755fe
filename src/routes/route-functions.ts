import type { Invoker, LambdaHandler } from '../integration/types.js'

/** The functions of routes by the names that their integrations call them by. */
export interface RouteFunctions {
  readonly functions: Readonly<Record<string, LambdaHandler | Invoker>>
  /** The invocation URI for a function, its name or ARN; `label` becomes the name of one that has none. */
  uriOf(target: LambdaHandler | Invoker | string, label: string): string
}

/**
 * Collects the functions of routes; each gets a name made of its route's key, after the API's id where that is given:
 * the APIs of a gateway share their functions.
 */
export function createRouteFunctions(
  account: { readonly id: string; readonly region: string },
  apiId?: string,
): RouteFunctions {
  const functions: Record<string, LambdaHandler | Invoker> = Object.create(null) as Record<
    string,
    LambdaHandler | Invoker
  >
  const lambda = `arn:aws:lambda:${account.region}:${account.id}:function:`
  const register = (target: LambdaHandler | Invoker, label: string): string => {
    const base = functionName(apiId === undefined ? label : `${apiId} ${label}`)
    let name = base
    for (let count = 2; name in functions; count += 1) name = `${base}-${count}`
    functions[name] = target
    return `${lambda}${name}`
  }
  return {
    functions,
    uriOf: (target, label) => {
      const name =
        typeof target === 'string'
          ? target.startsWith('arn:')
            ? target
            : `${lambda}${target}`
          : register(target, label)
      return `arn:aws:apigateway:${account.region}:lambda:path/2015-03-31/functions/${name}/invocations`
    },
  }
}

/** `GET /pets/{petId}` → `GET-pets-petId`: letters, digits, `-` and `_`, as names of functions are. */
function functionName(label: string): string {
  return label.replaceAll(/[^A-Za-z0-9_]+/g, '-').replaceAll(/^-|-$/g, '')
}
