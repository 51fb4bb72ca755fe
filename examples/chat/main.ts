import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { createChat } from './chat.js'
import { createChatServer } from './server.js'

// Open http://127.0.0.1:3000/?name=Ada in two windows, or `npx wscat -c 'ws://127.0.0.1:3000/prod?name=Bob'`. With `--once` it talks
// to itself on a free port and ends.
const isOnce = process.argv.includes('--once')
const chat = createChat()
const server = createChatServer(chat)
await new Promise<void>((resolve) => server.listen(isOnce ? 0 : 3000, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo

if (isOnce) {
  const client = new WebSocket(`ws://127.0.0.1:${port}/prod?name=Ada`)
  await once(client, 'open')
  client.send(JSON.stringify({ action: 'say', text: 'hello' }))
  const [data] = (await once(client, 'message')) as [Buffer]
  console.log(data.toString())
  await chat.close()
  server.close()
} else {
  console.log(`open http://127.0.0.1:${port}/?name=Ada`)
}
