import { createGateway, type Gateway } from '../../src/index.js'

/** A message, as every client gets it. */
interface ChatMessage {
  readonly from: string
  readonly text: string
}

/**
 * A chat of one room: `ws://…/prod?name=Ada` comes in, `{"action":"say","text":"hello"}` says something to all. The functions are
 * what would run in Lambda, but for where they keep who is there, and that they post without a client of the SDK.
 */
export function createChat(): Gateway {
  const names = new Map<string, string>()

  const gateway = createGateway({
    protocolType: 'WEBSOCKET',
    routeSelectionExpression: '$request.body.action',
    routes: {
      $connect: async ({ queryStringParameters, requestContext: { connectionId } }) => {
        const name = queryStringParameters?.['name']
        if (name === undefined || name === '') return { statusCode: 401, body: 'Who are you? ?name= is missing.' }
        // The connection exists once this has answered, so the news goes to the others alone.
        await tellAll({ from: 'chat', text: `${name} came in` })
        names.set(connectionId, name)
        return { statusCode: 200 }
      },
      say: async ({ body, requestContext: { connectionId } }) => {
        const { text } = JSON.parse(body) as { readonly text?: unknown }
        await tellAll({ from: names.get(connectionId) ?? 'somebody', text: String(text) })
        return { statusCode: 200 }
      },
      // Whatever is no JSON or has another action.
      $default: async ({ requestContext: { connectionId } }) => {
        const help: ChatMessage = { from: 'chat', text: 'say: {"action":"say","text":"…"}' }
        await gateway.connections.post(connectionId, JSON.stringify(help))
        return { statusCode: 200 }
      },
      $disconnect: async ({ requestContext: { connectionId } }) => {
        const name = names.get(connectionId)
        names.delete(connectionId)
        if (name !== undefined) await tellAll({ from: 'chat', text: `${name} went away` })
        return { statusCode: 200 }
      },
    },
  })

  async function tellAll(message: ChatMessage): Promise<void> {
    const posts = [...names.keys()].map(async (connectionId) => tell(connectionId, message))
    await Promise.all(posts)
  }

  async function tell(connectionId: string, message: ChatMessage): Promise<void> {
    try {
      await gateway.connections.post(connectionId, JSON.stringify(message))
    } catch (error) {
      if ((error as Error).name !== 'GoneException') throw error
      names.delete(connectionId)
    }
  }

  return gateway
}
