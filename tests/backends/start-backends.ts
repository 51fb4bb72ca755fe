import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import dynalite from 'dynalite'
import { startFauxqs } from 'fauxqs'
import kinesalite from 'kinesalite'
import { createSqsServer } from 'local-aws-sqs'
import S3rver from 's3rver'

/** A back end that runs in this process, on a port of its own. */
export interface Backend {
  readonly url: string
  stop(): Promise<void>
}

/** DynamoDB, by dynalite; tables are there at once. */
export function startDynamo(): Promise<Backend> {
  return listening(dynalite({ createTableMs: 0 }))
}

/** Kinesis, by kinesalite; streams are there at once. */
export function startKinesis(): Promise<Backend> {
  return listening(kinesalite({ createStreamMs: 0 }))
}

/** SQS (JSON protocol), SNS and S3, by fauxqs. */
export async function startQueuesTopicsAndBuckets(): Promise<Backend> {
  const server = await startFauxqs({ port: 0, logger: false })
  return { url: `http://127.0.0.1:${server.port}`, stop: () => server.stop() }
}

/** SQS in both of its protocols, by local-aws-sqs. */
export async function startSqs(queue: string): Promise<Backend> {
  // It listens by itself; with port 0 the addresses that it gives for its queues are not to be used.
  const server = await createSqsServer({ port: 0, hostname: '127.0.0.1', queues: [{ QueueName: queue }] })
  return backendOf(server)
}

/** S3, by s3rver, with its files in a folder that goes with it. */
export async function startS3rver(bucket: string): Promise<Backend> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-s3rver-'))
  const address = '127.0.0.1'
  const server = new S3rver({ port: 0, address, silent: true, directory, configureBuckets: [{ name: bucket }] })
  const { port } = await server.run()
  return {
    url: `http://${address}:${port}`,
    stop: async () => {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function listening(server: Server): Promise<Backend> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return backendOf(server)
}

function backendOf(server: Server): Backend {
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      // dynalite counts its open connections and waits for them.
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
