import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** The project's own copy of the cases. */
export const OWN_CASES: string = fileURLToPath(new URL('../cases', import.meta.url))

/** Where the cases come from, when the project stands beside them. */
export const SHARED_CASES: string = fileURLToPath(new URL('../../../../shared/conformance', import.meta.url))

/** What `npm run conformance` was asked to do. */
export interface ConformanceOptions {
  readonly paths: readonly string[]
  /** Where the full result goes. */
  readonly json?: string
  /** Only cases whose id this matches. */
  readonly only?: RegExp
  readonly help: boolean
}

export const USAGE = `npm run conformance -- [PATH…] [--only REGEX] [--json FILE]

  PATH          files and folders of cases, anywhere (default: tests/conformance/cases)
  --only REGEX  only cases whose id matches
  --json FILE   write the full result there`

/**
 * Reads the command line.
 *
 * @throws Error with a sentence for the user when it cannot be understood
 */
export function readOptions(args: readonly string[]): ConformanceOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'string' }, only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  return {
    paths: positionals.length === 0 ? [OWN_CASES] : positionals,
    ...(values.json !== undefined && { json: values.json }),
    ...(values.only !== undefined && { only: new RegExp(values.only) }),
    help: values.help === true,
  }
}
