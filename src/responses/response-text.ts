import { compileRequestSource, type RequestReader } from '../transformer/parameter-mapping.js'
import type { RequestSources } from '../transformer/sources.js'

/** A body template of a gateway response, ready to be filled in. */
export type ResponseText = (sources: RequestSources) => string

// Names end before a dot that ends a sentence: `$context.stage.` is the stage and a full stop.
const NAME = String.raw`(?:context|stageVariables|method\.request)(?:\.[A-Za-z0-9_$-]+)+`
const VARIABLE = new RegExp(String.raw`\$(?:\{(${NAME})\}|(${NAME}))`, 'g')

/**
 * Compiles a body template of a gateway response: plain substitution of `$context.*`, `$stageVariables.*` and
 * `$method.request.*`, no template language; what looks like a directive stays as it is (documented). A variable
 * without a value is empty.
 */
export function compileResponseText(template: string): ResponseText {
  const texts: string[] = []
  const readers: RequestReader[] = []
  let end = 0
  for (const match of template.matchAll(VARIABLE)) {
    const read = compileRequestSource((match[1] ?? match[2]) as string)
    if (read === undefined) continue
    texts.push(template.slice(end, match.index))
    readers.push(read)
    end = match.index + match[0].length
  }
  const tail = template.slice(end)
  return (sources) => {
    let text = ''
    for (let i = 0; i < readers.length; i++) {
      const value = readers[i]?.(sources)
      text += texts[i] as string
      if (value !== undefined) text += typeof value === 'string' ? value : value.join(',')
    }
    return text + tail
  }
}
