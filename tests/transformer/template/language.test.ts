import { describe, expect, it } from 'vitest'
import { TemplateRenderError } from '../../../src/transformer/template/index.js'
import { render } from './render.js'

// Outputs of Apache Velocity 1.7 with the service's settings (oracle/run.sh).
const variables = { name: 'Ada', n: 7, z: 0, t: true, f: false, m: { k: 'v', n: { d: 1 } }, s: 'banana' }

describe('text', () => {
  it.each([
    ['$name#$n', 'Ada#7'],
    ['$$name \\$name \\\\$name \\\\\\$name', '$Ada $name \\Ada \\$name'],
    ['a #[[ $name ]]# b', 'a  $name  b'],
    ['#set($a = 1)\\#set($a = 1) \\#nothing', '#set(1 = 1) \\#nothing'],
    ['# #5 #; $5 $ {', '# #5 #; $5 $ {'],
    ['#{foo} #foo($name) #evaluate("x")', '#{foo} #foo($name) #evaluate("x")'],
    ['#literal()$name#end', '$name'],
    ['${1} ${', '${1} ${'],
    ['#@box($name) body #end|', '#@box($name) body #end|'],
    ['#macro(hi)Hi#end#hi() \\#hi()', '#hi() #hi()'],
    ['$m.get("k").length()$m["n"].d', '11'],
    ['$m.k## no remark\n$n## remark\n|', 'v## no remark\n7|'],
    ['#$.a \\$.a $!.a $.a', '.a .a .a $.a'],
    ['#set(${x} = 1)#set($!y = 1)[$x$y]', '[]'],
    ['#@box()$)\\#if #end #box($)', '#@box())#if #end #box()'],
    ['#literal()a#* b *#c#end', 'ac'],
  ])('%s', (template, output) => {
    expect(render(template, { variables })).toBe(output)
  })
})

describe('expressions', () => {
  it.each([
    ['$t || $f && $f', 'true'],
    ['!$f && !$gone', 'false'],
    ['1 + 2 * 3 == 7', 'true'],
    ['2 < 10 == true', 'true'],
    ['(1 + 2) * (3 - 1)', '6'],
    ['"a" + 1 + 2', 'a12'],
    ['7.0 / 2', '3.5'],
    ['9223372036854775807 + 1', '9223372036854775808'],
    ['0.1 + 0.2', '0.30000000000000004'],
    ['{"a": [1, 2]} == {"a": [1, 2]}', 'true'],
    ["'1' eq 1", 'true'],
    ['$n ge 7 and $n le 7', 'true'],
  ])('%s', (expression, output) => {
    expect(render(`#set($x = ${expression})$x`, { variables })).toBe(output)
  })

  it('takes literals as the whole condition for false', () => {
    expect(render('#if("x")T#{else}F#end#if(1)T#{else}F#end#if([1])T#{else}F#end#if(1 + 1)T#{else}F#end')).toBe('FFFF')
  })

  it('leaves a variable as it was when the value cannot be computed', () => {
    expect(render('#set($a = 1)#set($a = "x" * 2)#set($a = 1 % 0)$a')).toBe('1')
  })
})

describe('blocks', () => {
  it('leaves `$foreach` to a template that sets it', () => {
    expect(render('#foreach($x in [1, 2])$foreach.count#set($foreach = "mine")#end|$foreach')).toBe('1|mine')
    expect(render('#foreach($x in [1, 2])#set($foreach.own = $x)$foreach#end|$foreach')).toBe('{own=1}{own=2}|')
  })

  it('restores the variables of a loop', () => {
    expect(render('#set($x = "old")#foreach($x in [1, 2])$x#end$x|$foreach|$velocityCount')).toBe('12old||')
  })

  it('ends a loop silently after 1000 items', () => {
    expect(render('#foreach($i in [1..1500])#set($last = $foreach.count)#end$last')).toBe('1000')
  })

  it('knows the loops around a loop', () => {
    const template = '#foreach($a in [1, 2])#foreach($b in [1])$foreach.parent.index$foreach.topmost.count #end#end'
    expect(render(template)).toBe('01 12 ')
  })

  it('renders a block inside of itself twice', () => {
    expect(render('#define($a)x$a#end$a')).toBe('xx$a')
  })

  it('stops from inside a block and keeps the text before', () => {
    expect(render('a#define($b)b#stop c#end$b d')).toBe('ab')
    expect(render('#foreach($i in [1, 2])$i#set($s = "x#if($i == 1)#break#end")$i#end|')).toBe('1|')
  })

  it('refuses to change a list that is walked over', () => {
    expect(() => render('#set($l = [1, 2])#foreach($x in $l)#set($d = $l.add(3))#end')).toThrow(TemplateRenderError)
  })

  it('names the line of a failing method', () => {
    expect(() => render('a\nb $m.k.substring(9)', { variables })).toThrowError(expect.objectContaining({ line: 2 }))
  })
})

describe('methods', () => {
  it.each([
    ['$s.replaceAll("(an)", "<$1>")', 'b<an><an>a'],
    ['$s.charAt(0)$s.indexOf(97)$s.lastIndexOf("a", 4)', 'b13'],
    ['$s.split("a").size()$s.split("n")[1]', '3a'],
    ['$s.format("%5s|%-4d|%05.1f|%,d", "x", $n, 2.25, 1234567)', '    x|7   |002.3|1,234,567'],
    ['$n.parseInt("2a", 16)$n.toHexString(255)$n.max(3, 4)', '42ff4'],
    ['$m.entrySet().iterator().next().getKey()', 'k'],
    ['$s.getBytes().size()$s.hashCode()', '6-1396355227'],
    ['$s.join("-", ["a", "b"])', 'a-b'],
    ['$s.noSuchMethod()$s.length$m.keySet().get(0)', ''],
    ['$s.concat(1)$s.equals()$s.equalsIgnoreCase(1)$s.join("-", 1)$s.replaceAll(1, $gone)', ''],
    ['#set($l = [1, 2])#set($i = $l.iterator())$i.next()$i.remove()$l', '1[2]'],
    ['$s.regionMatches(1, "xan", 1, 2)$s.compare("a", "b")', 'true-1'],
  ])('%s', (template, output) => {
    expect(render(template, { variables })).toBe(output)
  })

  it.each(['$s.length(1)', '$m.size("x")', '$n.toString("x")', '$m.values().removeAll([1..$m])', '#set($n[-1] = 1)'])(
    '%s calls what is there and fails',
    (template) => {
      expect(() => render(template, { variables: { ...variables, m: new Map([['k', 'v']]) } })).toThrow(
        TemplateRenderError,
      )
    },
  )

  it.each(['$s.substring(9)', '$s.compareTo(1)', '$n.parseInt("x")', '$s.charAt(-1)', '$s.format("%d", "x")'])(
    '%s fails',
    (template) => {
      expect(() => render(template, { variables })).toThrow(TemplateRenderError)
    },
  )
})
