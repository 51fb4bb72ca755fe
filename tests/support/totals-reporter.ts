import type { TestCase, TestModule } from 'vitest/node'
import type { Reporter } from 'vitest/reporters'

/**
 * Skips that CI accepts: conformance cases of what is not built yet, and data of other people's that is not copied into
 * the project. Anything else skipped there means that a tool is missing, and fails the run.
 */
const ACCEPTED_IN_CI = /^(case skipped|not here): /

/** Names what was skipped and why, and ends the run with the plain line `N passed, M failed, K skipped`. */
export function createTotalsReporter(): Reporter {
  return {
    onTestRunEnd: (modules, unhandledErrors) => {
      const tests = modules.flatMap((module) => [...module.children.allTests()])
      const skipped = tests.filter((test) => test.result().state === 'skipped')
      const passed = tests.filter((test) => test.result().state === 'passed').length
      // A file that cannot be loaded has no tests to fail, and an error outside of any test belongs to none.
      const broken = modules.filter(isBroken).length + unhandledErrors.length
      const failed = tests.filter((test) => test.result().state === 'failed').length + broken

      printCounts(tests)
      printSkipped(skipped)
      const missing = process.env['CI'] === 'true' ? skipped.filter((test) => !ACCEPTED_IN_CI.test(reasonOf(test))) : []
      if (missing.length > 0) {
        console.log(`In CI nothing may be skipped for want of a tool: ${missing.length} tests were.`)
        process.exitCode = 1
      }
      console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`)
    },
  }
}

function isBroken(module: TestModule): boolean {
  return (
    module.errors().length > 0 || (module.state() === 'failed' && [...module.children.allTests('failed')].length === 0)
  )
}

/** What tests counted, told by `annotate(text, 'count')`. */
function printCounts(tests: readonly TestCase[]): void {
  for (const test of tests) {
    for (const { type, message } of test.annotations())
      if (type === 'count') console.log(`\n${test.fullName}: ${message}`)
  }
}

function printSkipped(skipped: readonly TestCase[]): void {
  const byReason = new Map<string, string[]>()
  for (const test of skipped) {
    byReason.set(reasonOf(test), [...(byReason.get(reasonOf(test)) ?? []), test.fullName])
  }
  if (byReason.size > 0) console.log('\nSkipped:')
  for (const [reason, names] of byReason) {
    console.log(`  ${names.length} × ${reason}${names.length <= 3 ? ` (${names.join('; ')})` : ''}`)
  }
}

function reasonOf(test: TestCase): string {
  const result = test.result()
  return (result.state === 'skipped' ? result.note : undefined) ?? 'no reason given'
}
