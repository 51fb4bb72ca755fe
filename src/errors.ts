/** Stable codes of everything that Postern throws; `docs/errors.md` says of each what to do. */
export type ErrorCode =
  | 'ERR_API_EXISTS'
  | 'ERR_DEPLOYMENT_IN_USE'
  | 'ERR_UNKNOWN_DEPLOYMENT'
  | 'ERR_CONFIG'
  | 'ERR_DEFINITION'
  | 'ERR_BODY_ALREADY_READ'
  | 'ERR_CLOSED'
  | 'ERR_OPTIONAL_PACKAGE'
  | 'ERR_POLICY'
  | 'ERR_STORE_UNAVAILABLE'
  | 'ERR_STREAMED_BODY'
  | 'ERR_TEMPLATE'
  | 'ERR_UNKNOWN_API'
  | 'ERR_UNKNOWN_STAGE'
  | 'ERR_USAGE'

const BRAND = Symbol.for('postern.error')

/** What all of Postern's own errors share. */
export class PosternError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.name = new.target.name
    Object.defineProperty(this, BRAND, { value: true })
  }
}

/** Whether `value` is an error of Postern's, also of another copy of the library in the same process. */
export function isPosternError(value: unknown): value is PosternError {
  return typeof value === 'object' && value !== null && BRAND in value
}

/** One thing that is wrong with a configuration or a definition. */
export interface ConfigFault {
  /** JSON pointer into the config (`/apis/pets/definition/paths/~1pets/get`), or a `routes` key. */
  readonly pointer: string
  /** What is wrong, in one sentence. */
  readonly message: string
  /** What was found there. */
  readonly found?: unknown
  /** What is allowed there. */
  readonly allowed?: readonly string[]
  /** What was probably meant. */
  readonly suggestion?: string
}

/** Thrown by `createGateway` and its like: holds every fault of the configuration, not only the first. */
export class ConfigError extends PosternError {
  readonly faults: readonly ConfigFault[]

  constructor(faults: readonly ConfigFault[], code: ErrorCode = 'ERR_CONFIG') {
    super(code, describeFaults(faults))
    this.faults = faults
  }
}

/** Thrown when the API is misused by the program: a call in the wrong order, a body that was read already. */
export class UsageError extends PosternError {}

function describeFaults(faults: readonly ConfigFault[]): string {
  const head = faults.length === 1 ? 'The configuration has a fault:' : `The configuration has ${faults.length} faults:`
  return [head, ...faults.map((fault) => `  ${describeFault(fault)}`)].join('\n')
}

function describeFault(fault: ConfigFault): string {
  const parts = [`${fault.pointer === '' ? '(root)' : fault.pointer}: ${fault.message}`]
  if (fault.found !== undefined) parts.push(`found ${excerpt(fault.found)}`)
  if (fault.allowed !== undefined) parts.push(`allowed: ${fault.allowed.join(', ')}`)
  if (fault.suggestion !== undefined) parts.push(`did you mean ${JSON.stringify(fault.suggestion)}?`)
  return parts.join('; ')
}

const EXCERPT_LENGTH = 80

// A found value may be cyclic or huge: the message must come out all the same.
function excerpt(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch {
    text = undefined
  }
  text ??= String(value)
  return text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text
}
