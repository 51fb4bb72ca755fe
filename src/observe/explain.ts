import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'
import type { ResolvedTarget } from '../stage/resolve-target.js'
import type { StepObserver, StepReport } from './observer.js'

/** How a request is explained. */
export interface ExplainOptions {
  /**
   * Stops before the integration, and takes no token of a throttle or quota. Authorizers are asked, and a cached answer is shown.
   * Default false.
   */
  readonly dryRun?: boolean
}

/** One step of a request, as far as it came. */
export interface ExplainedStep extends Omit<StepReport, 'error'> {
  /** Why the step refused, for people: never shown to a client. */
  readonly reason?: string
}

/** The way of a request to its answer. */
export interface Explanation {
  /** Left out where a dry run stopped before there was one. */
  readonly response?: HandleResponse
  readonly target: ResolvedTarget
  /** In order; the last one decided. A request that has no route has none. */
  readonly steps: readonly ExplainedStep[]
  /** The same as text, a line a step. */
  toText(): string
}

/** What runs a request through a deployment that is watched. */
export type WatchedRun = (observer: StepObserver, dryRun: boolean) => Promise<HandleResponse>

/** Thrown in the place of a call to a back end in a dry run. */
export class DryRunEnd extends Error {
  constructor() {
    super('The dry run ends before the integration.')
    this.name = 'DryRunEnd'
  }
}

/** Runs a request and tells what each step made of it. */
export async function explain(
  request: HandleRequest,
  target: ResolvedTarget,
  run: WatchedRun,
  { dryRun = false }: ExplainOptions = {},
): Promise<Explanation> {
  const steps: ExplainedStep[] = []
  let ended = false
  const observer: StepObserver = {
    onLeave: ({ error, ...report }) => {
      ended ||= isDryRunEnd(error)
      steps.push(error === undefined || ended ? report : { ...report, reason: reasonOf(error) })
    },
  }
  const response = await run(observer, dryRun)
  const answer = ended ? {} : { response }
  return { ...answer, target, steps, toText: () => describe(request, target, steps, ended ? undefined : response) }
}

// The step may have wrapped it in the answer that it would have been.
function isDryRunEnd(error: unknown): boolean {
  return error instanceof DryRunEnd || (error instanceof Error && error.cause instanceof DryRunEnd)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? `${error.message}: ${reasonOf(cause)}` : error.message
}

function describe(
  { method, path }: HandleRequest,
  { why }: ResolvedTarget,
  steps: readonly ExplainedStep[],
  response: HandleResponse | undefined,
): string {
  const lines = steps.map(({ step, outcome, pointer = '', duration, note, reason }) =>
    [`  ${step.padEnd(20)} ${outcome.padEnd(9)} ${duration} ms`, pointer, note ?? '', reason ?? '']
      .filter((part) => part !== '')
      .join('  '),
  )
  const end = response === undefined ? 'stopped before the integration' : `${response.statusCode}`
  return [`${method} ${path}`, `  ${why}`, ...lines, `→ ${end}`].join('\n')
}
