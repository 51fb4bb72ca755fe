import { notBuiltReason } from './not-built.js'
import { runExportCase } from './run-export.js'
import { runImportCase } from './run-import.js'
import { runJsonPathCase } from './run-jsonpath.js'
import { runManagementCase } from './run-management.js'
import { runRequestCase } from './run-request.js'
import { runTemplateCase } from './run-template.js'
import { runWebSocketCase } from './run-websocket.js'
import {
  InexpressibleError,
  NotBuiltError,
  type CaseKind,
  type CaseResult,
  type Difference,
  type LoadedCase,
  type Outcome,
} from './types.js'

/** Runs one case of a kind: the places where the answer differs. */
type CaseRunner = (loaded: LoadedCase) => Promise<readonly Difference[]>

const RUNNERS: Readonly<Record<CaseKind, CaseRunner>> = {
  request: runRequestCase,
  websocket: runWebSocketCase,
  import: runImportCase,
  export: runExportCase,
  template: runTemplateCase,
  jsonpath: runJsonPathCase,
  management: runManagementCase,
}

/** Turns one case into one result; never throws. */
export async function runCase(loaded: LoadedCase): Promise<CaseResult> {
  const started = performance.now()
  const outcome = await outcomeOf(loaded)
  const { id, area, file, evidence } = loaded
  const milliseconds = Math.round((performance.now() - started) * 100) / 100
  return { id, area, file, evidence, kind: loaded.kind ?? 'unknown', ...outcome, milliseconds }
}

async function outcomeOf(loaded: LoadedCase): Promise<Outcome> {
  if (loaded.fault !== undefined || loaded.kind === undefined) {
    return { status: 'failed', reason: `${loaded.file} ${loaded.fault ?? ''}`.trim() }
  }
  const notBuilt = notBuiltReason(loaded)
  if (notBuilt !== undefined) return { status: 'skipped', reason: notBuilt }
  try {
    const differences = await RUNNERS[loaded.kind](loaded)
    return differences.length === 0 ? { status: 'passed' } : { status: 'failed', differences }
  } catch (error) {
    if (error instanceof NotBuiltError) return { status: 'skipped', reason: error.message }
    if (error instanceof InexpressibleError) {
      return { status: 'failed', reason: `the runner cannot express this case: ${error.message}` }
    }
    return { status: 'failed', reason: describeError(error) }
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? error.cause.message}` : ''
  return `${error.stack ?? error.message}${cause}`
}
