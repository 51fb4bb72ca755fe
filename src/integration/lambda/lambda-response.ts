import { HeaderList } from '../../http/header-list.js'
import type { EndpointResponse, FunctionError, FunctionOutcome } from '../types.js'
import { errorPayload } from './function-error.js'

/** What the Invoke API answers for an outcome; headers and body are made when they are read, which a proxy integration does not. */
export function createLambdaResponse(outcome: FunctionOutcome, executedVersion: string): EndpointResponse {
  return 'error' in outcome
    ? new LambdaResponse(executedVersion, undefined, undefined, outcome.error)
    : new LambdaResponse(executedVersion, outcome.value, outcome.json, undefined)
}

/** The answer to an asynchronous call (202) or a dry run (204): nothing. */
export function createEmptyResponse(statusCode: number): EndpointResponse {
  return { statusCode, headers: new HeaderList(), body: '' }
}

class LambdaResponse implements EndpointResponse {
  readonly statusCode = 200
  readonly result: unknown
  readonly #version: string
  #json: string | undefined
  #headers: HeaderList | undefined
  readonly functionError?: FunctionError

  constructor(version: string, result: unknown, json: string | undefined, error: FunctionError | undefined) {
    this.result = result
    this.#version = version
    this.#json = json
    if (error !== undefined) this.functionError = error
  }

  get headers(): HeaderList {
    return (this.#headers ??= this.#makeHeaders())
  }

  get body(): string {
    return (this.#json ??=
      this.functionError === undefined ? writeResult(this.result) : errorPayload(this.functionError))
  }

  #makeHeaders(): HeaderList {
    const headers = new HeaderList([['Content-Type', 'application/json']])
    if (this.functionError !== undefined) headers.append('X-Amz-Function-Error', 'Unhandled')
    headers.append('X-Amz-Executed-Version', this.#version)
    return headers
  }
}

function writeResult(result: unknown): string {
  return JSON.stringify(result) ?? 'null'
}
