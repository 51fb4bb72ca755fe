import { describe, expect, it } from 'vitest'
import { parseTemplate, TemplateSyntaxError } from '../../../src/transformer/template/index.js'

function faultOf(template: string): TemplateSyntaxError {
  try {
    parseTemplate(template)
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return error
    throw error
  }
  throw new Error('the template was accepted')
}

describe('parseTemplate', () => {
  it.each([
    ['#if($a) x', 1, 1, /not closed/],
    ['a\n  #end', 2, 3, /closes nothing/],
    ['a\n$b.c($d', 2, 8, /`\)` after the arguments of c/],
    ['#set($a = )', 1, 11, /expected a value/],
    ['#set($a = "x)', 1, 11, /string is not closed/],
    ['total $', 1, 7, /must be followed/],
    ['a #[[ b', 1, 3, /text block/],
    ['#set($a = $b ? 1 : 2)', 1, 14, /unexpected|expected/],
    ['#foreach($a)x#end', 1, 1, /a loop is written/],
    ['#set($a = "$b.c(")', 1, 11, /in a string/],
  ])('%j: line %i, column %i', (template, line, column, reason) => {
    const fault = faultOf(template)
    expect({ line: fault.line, column: fault.column }).toEqual({ line, column })
    expect(fault.reason).toMatch(reason)
    expect(fault.excerpt).toBe(template.split('\n')[line - 1])
  })

  it('refuses what is nested too deeply instead of breaking', () => {
    expect(faultOf(`#set($a = ${'('.repeat(100_000)}1${')'.repeat(100_000)})`).reason).toMatch(/too deeply/)
    expect(faultOf(`#set($a = ${'['.repeat(100_000)}${']'.repeat(100_000)})`).reason).toMatch(/too deeply/)
  })
})
