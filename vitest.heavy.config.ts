import { defineConfig } from 'vitest/config'

/** What takes minutes: `npm run heavy`. Not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/heavy/**/*.heavy.ts'],
    testTimeout: 1_200_000,
    pool: 'forks',
    execArgv: ['--expose-gc'],
    fileParallelism: false,
  },
})
