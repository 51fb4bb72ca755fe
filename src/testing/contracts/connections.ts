import type { ConnectionCommand, ConnectionRecord, ConnectionStore } from '../../connections/types.js'
import { assertSame, type ContractTest } from './contract.js'

const NOW = Date.UTC(2024, 0, 15, 12)
const ID = 'AAAAAAAAAAAAAAA='

/**
 * What every store of WebSocket connections must do, as tests for any framework. Each test makes two stores: the same memory, seen
 * from two processes (of a store in memory: one store, twice). It must start empty and take `now` for the time.
 *
 * @example
 * import { createMemoryConnections } from 'postern'
 * import { connectionsContract } from 'postern/testing'
 *
 * const suite = connectionsContract(() => {
 *   const store = createMemoryConnections()
 *   return [store, store]
 * })
 * for (const test of suite) await test.run()
 */
export function connectionsContract(create: () => StorePair | Promise<StorePair>): ContractTest[] {
  return [...RECORDS, ...COMMANDS].map(([name, check]) => ({ name, run: async () => check(...(await create())) }))
}

type StorePair = readonly [here: ConnectionStore, there: ConnectionStore]
type Check = (here: ConnectionStore, there: ConnectionStore) => Promise<void>

function record(change: Partial<ConnectionRecord> = {}): ConnectionRecord {
  return {
    connectionId: ID,
    apiId: 'api',
    stage: 'prod',
    owner: 'owner',
    connectedAt: NOW,
    expiresAt: NOW + 7_200_000,
    sourceIp: '203.0.113.7',
    userAgent: 'probe "ü"',
    ...change,
  }
}

const RECORDS: ReadonlyArray<readonly [string, Check]> = [
  [
    'gives a record back whole, in each process',
    async (here, there) => {
      await here.add(record())
      const found = await there.get(ID, NOW)
      const fields = (one: ConnectionRecord | undefined): unknown =>
        Object.entries(one ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
      assertSame(fields(found), fields(record()), 'the record')
    },
  ],
  [
    'knows nothing of a connection that was not added',
    async (here) => assertSame((await here.get(ID, NOW)) === undefined, true, 'no record'),
  ],
  [
    'forgets what is removed, twice as well as once',
    async (here, there) => {
      await here.add(record())
      await there.remove(ID)
      await there.remove(ID)
      assertSame((await here.get(ID, NOW)) === undefined, true, 'no record')
    },
  ],
  [
    'does not give a record whose time is over',
    async (here) => {
      await here.add(record({ expiresAt: NOW + 1000 }))
      assertSame((await here.get(ID, NOW + 999))?.connectionId, ID, 'before its end')
      assertSame((await here.get(ID, NOW + 1000)) === undefined, true, 'no record at its end')
    },
  ],
]

const COMMANDS: ReadonlyArray<readonly [string, Check]> = [
  [
    'carries commands to their owner, and its answers back',
    async (here, there) => {
      const seen: ConnectionCommand[] = []
      const stop = await here.subscribe('owner', (command) => {
        seen.push(command)
        return command.kind === 'describe' ? { outcome: 'done', lastActiveAt: NOW } : { outcome: 'full' }
      })
      const send: ConnectionCommand = { kind: 'send', connectionId: ID, data: 'text "ü"\n' }
      const describe: ConnectionCommand = { kind: 'describe', connectionId: ID }
      assertSame(await there.publish('owner', send), { outcome: 'full' }, 'the answer to send')
      assertSame(await there.publish('owner', describe), { outcome: 'done', lastActiveAt: NOW }, 'of describe')
      assertSame(seen, [send, describe], 'what the owner saw')
      await stop()
    },
  ],
  [
    'carries bytes as bytes',
    async (here, there) => {
      const seen: unknown[] = []
      const stop = await here.subscribe('owner', (command) => {
        const data = command.kind === 'send' ? command.data : undefined
        seen.push(data instanceof Uint8Array ? [...data] : data)
        return { outcome: 'done' }
      })
      await there.publish('owner', { kind: 'send', connectionId: ID, data: new Uint8Array([0, 255, 10]) })
      assertSame(seen, [[0, 255, 10]], 'the bytes')
      await stop()
    },
  ],
  [
    'keeps the commands of owners apart',
    async (here, there) => {
      const [stopHere, stopThere] = [
        await here.subscribe('here', () => ({ outcome: 'done' })),
        await there.subscribe('there', () => ({ outcome: 'full' })),
      ]
      const command: ConnectionCommand = { kind: 'close', connectionId: ID, code: 1000, reason: 'bye' }
      assertSame(await there.publish('here', command), { outcome: 'done' }, 'the answer of here')
      assertSame(await here.publish('there', command), { outcome: 'full' }, 'the answer of there')
      await stopHere()
      await stopThere()
    },
  ],
  [
    'answers gone where nobody listens, and where nobody does any more',
    async (here, there) => {
      const command: ConnectionCommand = { kind: 'describe', connectionId: ID }
      assertSame(await there.publish('nobody', command), { outcome: 'gone' }, 'the answer of nobody')
      const stop = await here.subscribe('owner', () => ({ outcome: 'done' }))
      await stop()
      assertSame(await there.publish('owner', command), { outcome: 'gone' }, 'the answer after the end')
    },
  ],
]
