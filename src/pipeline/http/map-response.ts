import { toText } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import type { EndpointResponse } from '../../integration/types.js'
import type { JsonValue } from '../../json/json-value.js'
import type { HttpResponseSources } from '../../transformer/http-mapping.js'
import {
  compileHttpParameters,
  type HttpMessage,
  type HttpParameterMapping,
} from '../../transformer/http-parameters.js'
import { isFunctionRoute } from './call-lambda.js'
import { type HttpInvocation, readJson } from './invocation.js'
import type { HttpStepFactory } from './scope.js'

/** Headers that end at the gateway. */
const NOT_PASSED: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'trailer', 'upgrade'])

/** Passes the answer of an HTTP back end or an AWS service on: status, headers and body as they are. */
export const passAnswer: HttpStepFactory = (scope) => {
  if (isFunctionRoute(scope)) return undefined
  return {
    name: 'passAnswer',
    pointer: scope.definition.pointer,
    run: (invocation) => {
      const { statusCode, headers, body } = invocation.endpointResponse as EndpointResponse
      invocation.statusCode = statusCode
      invocation.responseHeaders = new HeaderList([...headers].filter(([name]) => !NOT_PASSED.has(name.toLowerCase())))
      invocation.responseBody = body
    },
  }
}

/**
 * Changes status and headers as the integration's `responseParameters` say for the status that came.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export const mapResponse: HttpStepFactory = ({ definition }) => {
  const mappings = new Map<number, HttpParameterMapping>()
  for (const [status, parameters] of definition.responseParameters) {
    const mapping = compileHttpParameters(parameters, 'response')
    if (mapping !== undefined) mappings.set(Number(status), mapping)
  }
  if (mappings.size === 0) return undefined
  return {
    name: 'mapResponse',
    pointer: definition.pointer,
    run: (invocation) => {
      const mapping = mappings.get(invocation.statusCode)
      if (mapping === undefined) return
      const headers = new HeaderList(invocation.responseHeaders)
      const message: HttpMessage = { headers }
      mapping(message, invocation, new Answer(invocation))
      invocation.responseHeaders = headers
      if (message.statusCode !== undefined) invocation.statusCode = message.statusCode
    },
  }
}

/** What a response mapping reads of the back end's answer. */
class Answer implements HttpResponseSources {
  readonly #invocation: HttpInvocation

  constructor(invocation: HttpInvocation) {
    this.#invocation = invocation
  }

  header(name: string): string | undefined {
    const values = this.#invocation.responseHeaders?.getAll(name) ?? []
    return values.length === 0 ? undefined : values.join(',')
  }

  bodyText(): string {
    const { responseBody } = this.#invocation
    return typeof responseBody === 'string' || responseBody instanceof Uint8Array ? toText(responseBody) : ''
  }

  bodyJson(): JsonValue {
    return readJson(this.bodyText())
  }
}
