// Back ends that come without types; what the tests use of them.
declare module 'dynalite' {
  import type { Server } from 'node:http'

  export default function dynalite(options?: { readonly createTableMs?: number; readonly path?: string }): Server
}

declare module 'kinesalite' {
  import type { Server } from 'node:http'

  export default function kinesalite(options?: { readonly createStreamMs?: number }): Server
}

declare module 's3rver' {
  export default class S3rver {
    constructor(options: {
      readonly port: number
      readonly address: string
      readonly silent: boolean
      readonly directory: string
      readonly resetOnClose?: boolean
      readonly configureBuckets?: ReadonlyArray<{ readonly name: string }>
    })
    run(): Promise<{ readonly port: number; readonly address: string }>
    close(): Promise<void>
  }
}
