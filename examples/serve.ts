import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Keeps a server running on port 3000 or, with `--once`, calls it once on a free port, prints the answer and stops it.
 *
 * @param path what `--once` calls
 */
export async function serve(server: Server, path = '/prod/hello/Ada'): Promise<void> {
  const isOnce = process.argv.includes('--once')
  await new Promise<void>((resolve) => server.listen(isOnce ? 0 : 3000, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
  if (!isOnce) {
    console.log(`try: curl ${url}`)
    return
  }
  const response = await fetch(url)
  console.log(response.status, await response.text())
  server.closeAllConnections()
  server.close()
  if (!response.ok) process.exitCode = 1
}
