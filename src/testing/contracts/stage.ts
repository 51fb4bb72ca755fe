import type { StageDirectory, StageResolver } from '../../stage/types.js'
import { assertSame, type ContractTest } from './contract.js'

/** A directory with one API, `api`, and its stages. */
function directoryOf(stages: readonly string[], protocol: 'REST' | 'HTTP' = 'REST'): StageDirectory {
  return {
    onlyApi: 'api',
    has: (apiId, stageName) => apiId === 'api' && stages.includes(stageName),
    hasApi: (apiId) => apiId === 'api',
    apiIds: () => ['api'],
    protocolOf: (apiId) => (apiId === 'api' ? protocol : undefined),
  }
}

/**
 * What every stage resolver must do for the service's own addresses and for an app that names the stage, as tests for any
 * framework: `for (const test of stageContract(() => resolver)) it(test.name, test.run)`.
 */
export function stageContract(create: () => StageResolver): ContractTest[] {
  return TESTS.map(({ name, check }) => ({ name, run: () => Promise.resolve(create()).then(check) }))
}

const REST = directoryOf(['prod', 'dev'])

const TESTS: ReadonlyArray<{ readonly name: string; readonly check: (resolver: StageResolver) => void }> = [
  {
    name: 'keeps the query apart from the path, both as they came',
    check: (resolver) => {
      const target = resolver.resolve({ method: 'GET', path: '/pets/a%20b?x=1&x=%20', stage: 'prod' }, REST)
      assertSame(target?.rawQuery, 'x=1&x=%20', 'rawQuery')
      assertSame(target?.resourcePath, '/pets/a%20b', 'resourcePath')
    },
  },
  {
    name: 'gives a resource path that starts with a slash, also for the root',
    check: (resolver) => {
      const target = resolver.resolve({ method: 'GET', path: '', stage: 'prod' }, REST)
      assertSame(target?.resourcePath, '/', 'resourcePath')
    },
  },
  {
    name: 'takes the stage that the request names',
    check: (resolver) => {
      for (const stage of ['prod', 'dev'])
        assertSame(resolver.resolve({ method: 'GET', path: '/a', stage }, REST)?.stageName, stage, 'stageName')
    },
  },
  {
    name: 'names no stage that is not there',
    check: (resolver) => {
      const target = resolver.resolve({ method: 'GET', path: '/a', stage: 'gone' }, REST)
      assertSame(target?.stageName ?? null, null, 'stageName')
    },
  },
  {
    name: 'leaves the request as it was, and answers the same the second time',
    check: (resolver) => {
      const request = Object.freeze({ method: 'GET', path: '/pets?a=1', stage: 'prod' })
      assertSame(resolver.resolve(request, REST), resolver.resolve(request, REST), 'target')
    },
  },
]
