import { describe, expect, it } from 'vitest'
import { compileTemplate } from '../../../src/templates.js'

describe('compileTemplate', () => {
  it('renders with nothing given', () => {
    expect(compileTemplate("$input.json('$')|$context.stage|").render()).toMatchObject({ text: '{}||' })
  })

  it('answers text, overrides and variables', () => {
    const template = compileTemplate(
      `#set($id = $input.params('id'))#set($context.requestOverride.header.x-id = "$id")$context.identity.sourceIp $stageVariables.v`,
    )
    const result = template.render({
      params: { path: { id: '7' } },
      context: { identity: { sourceIp: '192.0.2.1' } },
      stageVariables: { v: 's' },
    })
    expect(result.text).toBe('192.0.2.1 s')
    expect(result.overrides.request?.header).toEqual([['x-id', ['7']]])
    expect(result.overrides.response).toBeUndefined()
    expect([...result.variables]).toEqual([['id', '7']])
  })
})
