import { describe, expect, test } from 'vitest'
import { parseStrictJson } from '../../src/json/index.js'
import {
  compileSelectionExpression,
  type SelectionSources,
  SelectionSyntaxError,
} from '../../src/pipeline/websocket/selection-expression.js'
import { connectClient } from '../../src/testing/index.js'
import { lastJson, open, recorder } from './api.js'

const MESSAGE = '{"service":"chat","action":"join","data":{"room":"room1234"},"list":["item1","item2"]}'

function evaluate(expression: string, message = MESSAGE): string {
  const sources: SelectionSources = { requestBody: () => parseStrictJson(message) }
  return compileSelectionExpression(expression, ['request.body'])(sources)
}

describe('a selection expression', () => {
  test.each([
    ['$request.body.action', 'join'],
    ['${request.body.action}', 'join'],
    ['${request.body.service}/${request.body.action}', 'chat/join'],
    ['$request.body.service/$request.body.action', 'chat/join'],
    ['${request.body.action}-${request.body.invalidPath}', 'join-'],
    ['$request.body.data.room', 'room1234'],
    ['action', 'action'],
    ['\\$default', '$default'],
    ['$default', '$default'],
    ['\\${request.body.action}', '${request.body.action}'],
    ['$request.body.list', '[item1, item2]'],
    ['$request.body.list[1]', 'item2'],
    ['$request.body.data', '{room=room1234}'],
    ['$request.body.nothing', ''],
  ])('%s gives %s', (expression, expected) => {
    expect(evaluate(expression)).toBe(expected)
  })

  test.each([
    ['{"v": 7}', '7'],
    ['{"v": 1.50}', '1.5'],
    ['{"v": 12345678901234567890}', '12345678901234567890'],
    ['{"v": true}', 'true'],
    ['{"v": null}', ''],
    ['[1]', ''],
    ['"text"', ''],
  ])('prints values as Java does: %s', (message, expected) => {
    expect(evaluate('$request.body.v', message)).toBe(expected)
  })

  test.each(['$request.header.x', '$context.stage', 'a$', '${}', '${request.body.[}', '$request.bodyaction'])(
    '%s is refused when it is compiled',
    (expression) => {
      expect(() => evaluate(expression)).toThrow(SelectionSyntaxError)
    },
  )
})

describe('a message', () => {
  const routesOf = () => ({
    $connect: recorder(),
    $disconnect: recorder(),
    $default: recorder(),
    join: recorder(),
    'chat/join': recorder(),
  })

  test.each([
    ['{"action": "join"}', 'join'],
    ['{"action": "leave"}', '$default'],
    ['{}', '$default'],
    ['not json', '$default'],
    ['', '$default'],
    ['[]', '$default'],
    ['{"action": "$connect"}', '$default'],
    ['{"action": "$disconnect"}', '$default'],
    ['{"action": "$default"}', '$default'],
    ['{"action": ["join"]}', '$default'],
  ])('%s takes the route %s', async (message, key) => {
    const routes = routesOf()
    const client = await connectClient(open({ routes }))
    await client.send(message)
    const taken = Object.entries(routes).filter(([name, { events }]) => name !== '$connect' && events.length > 0)
    expect(taken.map(([name]) => name)).toEqual([key])
    expect(routes.$connect.events).toHaveLength(1)
  })

  test('takes the route of an expression with several parts', async () => {
    const routes = routesOf()
    const expression = '${request.body.service}/${request.body.action}'
    const client = await connectClient(open({ routes, routeSelectionExpression: expression }))
    await client.send(MESSAGE)
    expect(routes['chat/join'].events).toHaveLength(1)
  })

  test('without a route is answered with a frame, spaced as recorded, and the connection stays', async () => {
    const client = await connectClient(open({ routes: { join: recorder() } }))
    await client.send('hi')
    expect(client.received).toEqual([
      expect.stringMatching(/^\{"message": "Forbidden", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/),
    ])
    expect(lastJson(client)).toMatchObject({ connectionId: client.connectionId })
    expect(client.closed).toBeUndefined()
  })

  test('on a route with nothing behind it is taken and not answered', async () => {
    const client = await connectClient(open({ routes: { $default: {} } }))
    await client.send('hi')
    expect(client.received).toEqual([])
  })
})
