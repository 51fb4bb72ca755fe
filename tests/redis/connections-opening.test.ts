import { expect, test, vi } from 'vitest'
import { type ConnectionStore, createGateway, createMemoryConnections } from '../../src/index.js'
import { connectClient } from '../../src/testing/index.js'

/** A store whose records are there for others some time before it says so, as one behind a network is. */
function slowStore(): {
  readonly store: ConnectionStore
  readonly shared: ConnectionStore
  readonly answer: () => void
} {
  const shared = createMemoryConnections()
  const waiting: Array<() => void> = []
  return {
    shared,
    store: {
      ...shared,
      add: async (record) => {
        await shared.add(record)
        await new Promise<void>((resolve) => waiting.push(resolve))
      },
    },
    answer: () => waiting.shift()?.(),
  }
}

test('a post that comes while the connection is being registered waits for it, and reaches it', async () => {
  const { store, shared, answer } = slowStore()
  let id = ''
  const routes = {
    $connect: ({ requestContext }: { readonly requestContext: { readonly connectionId: string } }) => {
      id = requestContext.connectionId
      return { statusCode: 200 }
    },
  }
  const here = createGateway({ protocolType: 'WEBSOCKET', connections: store, routes })
  const there = createGateway({ protocolType: 'WEBSOCKET', connections: shared, routes: {} })
  const connecting = connectClient(here)
  await vi.waitFor(() => expect(shared.get(id, Date.now())).toBeDefined())
  const post = there.connections.post(id, 'early')
  answer()
  const client = await connecting
  await post
  expect(client.received).toEqual(['early'])
  await there.connections.post(id, 'later')
  expect(client.received).toEqual(['early', 'later'])
  await here.close()
  await there.close()
})

test('a post to a connection that could not be registered is gone', async () => {
  const shared = createMemoryConnections()
  let fail: (() => void) | undefined
  const store: ConnectionStore = {
    ...shared,
    add: async (record) => {
      await shared.add(record)
      await new Promise<void>((_, reject) => (fail = () => reject(new Error('lost'))))
    },
  }
  const ids: string[] = []
  const routes = {
    $connect: ({ requestContext }: { readonly requestContext: { readonly connectionId: string } }) => {
      ids.push(requestContext.connectionId)
      return { statusCode: 200 }
    },
  }
  const here = createGateway({ protocolType: 'WEBSOCKET', connections: store, logger: false, routes })
  const there = createGateway({ protocolType: 'WEBSOCKET', connections: shared, routes: {} })
  const connecting = connectClient(here).catch((error: { readonly response: { statusCode: number } }) => error)
  await vi.waitFor(() => expect(fail).toBeDefined())
  const post = there.connections.post(ids[0] as string, 'early')
  fail?.()
  expect(await connecting).toMatchObject({ response: { statusCode: 500 } })
  await expect(post).rejects.toMatchObject({ name: 'GoneException' })
})
