import type { FunctionTarget } from './function-uri.js'

/** What the context of every call of one function says alike. */
export interface FunctionDescription {
  readonly functionName: string
  /** `$LATEST`, or the qualifier. */
  readonly functionVersion: string
  readonly invokedFunctionArn: string
  readonly memoryLimitInMB: string
  readonly logGroupName: string
  readonly logStreamName: string
}

/** The account that functions without an ARN of their own stand in. */
export interface FunctionHome {
  readonly region: string
  readonly accountId: string
}

/** Describes a function as the Node.js runtime's context would; `nowMs` dates its log stream. */
export function describeFunction(target: FunctionTarget, home: FunctionHome, nowMs: number): FunctionDescription {
  const { name, qualifier } = target
  const version = qualifier ?? '$LATEST'
  const arn = functionArn(target, home)
  return {
    functionName: name,
    functionVersion: version,
    invokedFunctionArn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    memoryLimitInMB: '128',
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: `${dayOf(nowMs)}/[${version}]${hash32(arn)}`,
  }
}

/** The ARN without a qualifier. */
export function functionArn(target: FunctionTarget, home: FunctionHome): string {
  return target.arn ?? `arn:aws:lambda:${home.region}:${home.accountId}:function:${target.name}`
}

function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '/')
}

// 32 hex digits that stay the same from run to run: a test that prints them is repeatable.
function hash32(text: string): string {
  let digits = ''
  for (let lane = 1; lane <= 4; lane++) {
    let hash = 0x811c9dc5 ^ lane
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    digits += (hash >>> 0).toString(16).padStart(8, '0')
  }
  return digits
}
