import { describe, expect, test } from 'vitest'
import { toFetchHandler } from '../../src/adapters/fetch.js'
import { HeaderList } from '../../src/http/header-list.js'
import { createResponse } from '../../src/http/response.js'
import { call } from './call.js'
import { recorder } from './recorder.js'
import { starters } from './servers.js'

// A function may answer 101, and a module of the user's anything: none of it may leave a client waiting.
const NEVER_FINAL = [99, 100, 101, 199, 600, 1000, 200.5]

describe.each(Object.entries(starters))('%s', (_name, start) => {
  test.each(NEVER_FINAL)('answers 500 instead of %d, which ends no exchange', async (status) => {
    const running = await start(recorder(() => createResponse(status, new HeaderList(), 'x')))
    try {
      const answer = await call(running.port, '/prod/x')
      expect(answer.status).toBe(500)
      expect(answer.body.toString()).toBe('{"message": "Internal server error"}')
    } finally {
      await running.close()
    }
  })
})

test.each(NEVER_FINAL)('WHATWG: answers 500 instead of %d, which no Response can be', async (status) => {
  const handler = toFetchHandler(recorder(() => createResponse(status, new HeaderList(), 'x')))
  expect((await handler(new Request('http://localhost/prod/x'))).status).toBe(500)
})

test('WHATWG: a body that was read before is refused with the way out', async () => {
  const gateway = recorder()
  const request = new Request('http://localhost/prod/x', { method: 'POST', body: '{"a":1}' })
  const copy = request.clone()
  await request.json()
  await expect(toFetchHandler(gateway)(request)).rejects.toMatchObject({ code: 'ERR_BODY_ALREADY_READ' })
  expect(gateway.seen).toEqual([])
  await toFetchHandler(gateway)(copy)
  expect(gateway.only.body.toString()).toBe('{"a":1}')
})
