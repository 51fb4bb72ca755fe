import type { CollectionTag, ScalarTag, YAMLMap, YAMLSeq } from 'yaml'
import { lazy } from '../runtime/lazy.js'

// The short forms of CloudFormation's functions; `Ref` and `Condition` alone have no `Fn::` in the long form.
const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'Transform',
] as const
const PLAIN_NAMES = ['Ref', 'Condition'] as const

/** YAML tags that turn `!Sub …`, `!Ref …`, `!GetAtt a.b` into `{ 'Fn::Sub': … }` and so on. */
export function templateTags(): Array<ScalarTag | CollectionTag> {
  const named = [...FUNCTIONS.map((name) => [name, `Fn::${name}`] as const), ...PLAIN_NAMES.map((n) => [n, n] as const)]
  return named.flatMap(([tag, longName]) => [
    { tag: `!${tag}`, resolve: (text: string) => ({ [longName]: text }) },
    { tag: `!${tag}`, collection: 'seq' as const, resolve: (node: YAMLMap | YAMLSeq) => wrap(longName, node) },
    { tag: `!${tag}`, collection: 'map' as const, resolve: (node: YAMLMap | YAMLSeq) => wrap(longName, node) },
  ])
}

function wrap(longName: string, node: YAMLMap | YAMLSeq): YAMLMap {
  const { Pair, YAMLMap } = lazy.yaml()
  const map = new YAMLMap()
  map.items.push(new Pair(longName, node))
  return map
}
