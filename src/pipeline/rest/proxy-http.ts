import { HeaderList } from '../../http/header-list.js'
import type { EndpointResponse } from '../../integration/types.js'
import { answerHeaderName } from '../../transformer/header-rules.js'
import type { StepFactory } from './scope.js'

/** Passes the answer of an HTTP proxy integration on; its headers go through the service's table of names. */
export const passHttpAnswer: StepFactory = (scope) => {
  const definition = scope.method.integration
  if (definition?.type !== 'HTTP_PROXY') return undefined
  return {
    name: 'passHttpAnswer',
    pointer: definition.pointer,
    run: (invocation) => {
      const { statusCode, headers, body } = invocation.endpointResponse as EndpointResponse
      const passed = new HeaderList()
      for (const [name, value] of headers) {
        const written = answerHeaderName(name, 'http-proxy')
        if (written !== undefined) passed.append(written, value)
      }
      if (!passed.has('content-type')) passed.append('Content-Type', 'application/json')
      invocation.statusCode = statusCode
      invocation.responseHeaders = passed
      invocation.responseBody = body
    },
  }
}
