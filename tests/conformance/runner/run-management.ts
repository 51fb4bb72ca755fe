import { createManagement, type Management } from '../../../src/management/index.js'
import type { HandleResponse } from '../../../src/http/response.js'
import { createSeededRandom } from '../../../src/testing/index.js'
import { compare, isRecord } from './compare.js'
import { align } from './run-management-align.js'
import { fill, save, type SavedValues } from './run-management-saved.js'
import { readOutput, toRequest } from './run-management-wire.js'
import { onlyKeys, recordAt, recordsAt, textAt } from './read-case.js'
import { InexpressibleError, type Difference, type Json, type LoadedCase } from './types.js'

const STEP_KEYS = 'operation input save status expect expectWhole error'

/** Runs a management case: makes its calls in order, each as a request on the wire, on an account that holds nothing. */
export async function runManagementCase({ data }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, 'id evidence source service steps', 'case')
  const service = textAt(data, 'service', 'case')
  if (service !== undefined && service !== 'apigateway') throw new InexpressibleError(`the service ${service}`)
  const management = createManagement({ random: createSeededRandom(7) })
  const saved: SavedValues = new Map()
  const differences: Difference[] = []
  for (const [index, step] of recordsAt(data, 'steps', 'case').entries()) {
    const found = await runStep(management, step, `steps[${index}]`, saved)
    differences.push(...found)
    // What comes after a step that went wrong says little.
    if (differences.length > 0) break
  }
  return differences
}

async function runStep(management: Management, step: Json, at: string, saved: SavedValues): Promise<Difference[]> {
  onlyKeys(step, STEP_KEYS, at)
  const operation = textAt(step, 'operation', at)
  if (operation === undefined) throw new InexpressibleError(`${at} has no operation`)
  const response = await management.handle(toRequest(operation, fill(recordAt(step, 'input', at), saved) as Json))
  if (Object.hasOwn(step, 'error')) return compareError(fill(step['error'], saved), response, `${at}.error`)
  if (response.statusCode >= 400)
    return [{ at, expected: 'an answer', actual: { ...errorOf(response), status: response.statusCode } }]
  const output = readOutput(operation, response)
  save(recordAt(step, 'save', at), output, saved, at)
  const status = step['status']
  return [
    ...(status === undefined ? [] : compare(status, response.statusCode, 'whole', `${at}.status`)),
    ...compareOutput(step, output, saved, at),
  ]
}

function compareOutput(step: Json, output: unknown, saved: SavedValues, at: string): Difference[] {
  if (!Object.hasOwn(step, 'expect')) return []
  const mode = step['expectWhole'] === true ? 'whole' : 'subset'
  const { expected, actual } = align(fill(step['expect'], saved), output)
  return compare(expected, actual, mode, `${at}.expect`)
}

function compareError(expected: unknown, response: HandleResponse, at: string): Difference[] {
  if (!isRecord(expected)) throw new InexpressibleError(`${at} must be an object`)
  if (response.statusCode < 400) return [{ at, expected, actual: response.text() }]
  return compare(expected, { ...errorOf(response), status: response.statusCode }, 'subset', at)
}

function errorOf(response: HandleResponse): Json {
  const body: unknown = JSON.parse(response.text())
  return { code: response.headers.get('x-amzn-errortype'), message: isRecord(body) ? body['message'] : body }
}
