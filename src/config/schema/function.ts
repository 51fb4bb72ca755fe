import { FUNCTION, type Schema } from './schema.js'

/** What runs a Lambda function: a handler, or an invoker. */
export const LAMBDA_FUNCTION: readonly [handler: Schema, invoker: Schema] = [
  FUNCTION,
  { title: 'Invoker', methods: ['invoke'] },
]
