import { defineConfig } from 'vitest/config'
import { publicEntries, ROOT } from './tests/support/public-entries.js'
import { createTotalsReporter } from './tests/support/totals-reporter.js'

export default defineConfig({
  // Examples import the package by its name; here that is the source, so that no build is needed and none can be stale.
  resolve: {
    alias: [
      { find: '#packages', replacement: `${ROOT}src/runtime/packages-node.ts` },
      ...publicEntries().map(({ specifier, source }) => ({
        find: new RegExp(`^${specifier}$`),
        replacement: `${ROOT}${source}`,
      })),
    ],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', createTotalsReporter()],
    // What a passing test prints is noise; the examples print on purpose.
    silent: 'passed-only',
    coverage: { include: ['src/**/*.ts'], reporter: ['text-summary', 'json-summary'] },
  },
})
