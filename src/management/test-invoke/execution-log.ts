import { HeaderList } from '../../http/header-list.js'
import type { ObservedInvocation, StepObserver } from '../../observe/observer.js'
import type { Clock } from '../../runtime/clock.js'

/** The log of one test call, in the form of the service's execution log (recorded). */
export interface ExecutionLog {
  line(text: string): void
  text(): string
}

/** Starts the log of a request. */
export function createExecutionLog(requestId: string, clock: Clock): ExecutionLog {
  let log = `Execution log for request ${requestId}\n`
  return {
    line: (text) => {
      log += `${timeText(clock.now())} : ${text}\n`
    },
    text: () => log,
  }
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A time as Java's `Date` prints it: `Tue Nov 24 12:57:05 UTC 2026`. */
function timeText(now: number): string {
  const date = new Date(now)
  const two = (value: number): string => String(value).padStart(2, '0')
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  const day = `${DAYS[date.getUTCDay()] ?? ''} ${MONTHS[date.getUTCMonth()] ?? ''} ${two(date.getUTCDate())}`
  return `${day} ${time} UTC ${date.getUTCFullYear()}`
}

/** A map as Java prints it: `{a=1, b=2}`. */
export function mapText(entries: Iterable<readonly [string, string]>): string {
  return `{${Array.from(entries, ([name, value]) => `${name}=${value}`).join(', ')}}`
}

/** Body of a call or an answer as the log has it. */
export function bodyText(body: unknown): string {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : ''
}

/** Writes what goes to the back end and comes from it; a mock has none. */
export function logEndpoint(log: ExecutionLog): StepObserver {
  return {
    onLeave: ({ step, duration, outcome, error }, invocation) => {
      if (step === 'callIntegration') logCall(log, invocation, duration)
      if (outcome === 'refused') log.line(`Execution failed: ${messageOf(error)}`)
    },
  }
}

function logCall(
  log: ExecutionLog,
  { integrationRequest: request, endpointResponse: response }: ObservedInvocation,
  duration: number,
): void {
  if (request === undefined || request.definition.type === 'MOCK') return
  const body = request.body ?? (request.definition.type === 'AWS_PROXY' ? JSON.stringify(request.event) : '')
  log.line(`Endpoint request URI: ${request.uri}`)
  log.line(`Endpoint request headers: ${mapText(request.headers)}`)
  log.line(`Endpoint request body after transformations: ${bodyText(body)}`)
  log.line(`Sending request to ${request.uri}`)
  if (response === undefined) return
  log.line(`Received response. Status: ${response.statusCode}, Integration latency: ${duration} ms`)
  log.line(`Endpoint response headers: ${mapText(response.headers ?? new HeaderList())}`)
  log.line(`Endpoint response body before transformations: ${bodyText(response.body)}`)
}

function messageOf(error: unknown): string {
  const { cause } = Object(error) as { cause?: unknown }
  if (cause instanceof Error) return cause.message
  return error instanceof Error ? error.message : String(error)
}
