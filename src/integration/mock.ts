import { toText } from '../http/body.js'
import { HeaderList } from '../http/header-list.js'
import { getField, isObject, type JsonValue } from '../json/json-value.js'
import { parseJson } from '../json/parse-json.js'
import { IntegrationFault, type EndpointResponse, type Integration, type Payload } from './types.js'

/**
 * Makes a `MOCK` integration: the rendered request template says `{"statusCode": 200}`, and that integer is the answer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function createMockIntegration(): Integration {
  // Most mock templates render to the same text each time.
  let lastText: string | undefined
  let lastStatus = 0
  return {
    invoke: ({ body }) => {
      const text = textOf(body)
      if (text !== lastText) {
        lastStatus = readStatus(text)
        lastText = text
      }
      return new MockResponse(lastStatus)
    },
  }
}

// Its header list is made when somebody reads it: a mock has no headers, and mappings from it are rare.
class MockResponse implements EndpointResponse {
  readonly statusCode: number
  readonly body = ''
  #headers: HeaderList | undefined

  constructor(statusCode: number) {
    this.statusCode = statusCode
  }

  get headers(): HeaderList {
    return (this.#headers ??= new HeaderList())
  }
}

function textOf(body: Payload): string {
  return body === undefined ? '' : toText(body)
}

/** `"200"` is refused, `0` is taken, double and trailing commas are read over (recorded by others). */
function readStatus(text: string): number {
  let value: JsonValue
  try {
    value = parseJson(text)
  } catch (cause) {
    throw new IntegrationFault('internal', 'The request template of a mock integration gave no JSON', { cause })
  }
  const status = isObject(value) ? getField(value, 'statusCode') : undefined
  if (typeof status === 'number' && Number.isInteger(status)) return status
  throw new IntegrationFault('internal', 'The request template of a mock integration gave no integer statusCode')
}
