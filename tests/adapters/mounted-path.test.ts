import { describe, expect, test } from 'vitest'
import { mountedPath, takenOff } from '../../src/adapters/mounted-path.js'

const strip = { basePath: 'strip' } as const

describe('the path behind a mount', () => {
  test.each([
    ['/prod/pets', '/prod', '/pets'],
    ['/prod/pets', '/prod/', '/pets'],
    ['/prod', '/prod', '/'],
    ['/prod/', '/prod', '/'],
    ['/prod?a=/prod', '/prod', '/?a=/prod'],
    ['/production/pets', '/prod', '/production/pets'],
    ['/prod//pets/', '/prod', '//pets/'],
    ['/a/b/c?x=1', '/:one/b', '/c?x=1'],
    ['/a?x=/1/2', '/:one', '/?x=/1/2'],
    ['/pets', '', '/pets'],
    ['/pets', '/', '/pets'],
  ])('of %s at %s is %s', (url, mount, expected) => {
    expect(mountedPath(url, mount, strip)).toBe(expected)
  })

  test('is whole by default, and behind the mount where the stage is named', () => {
    expect(mountedPath('/prod/pets', '/prod', {})).toBe('/prod/pets')
    expect(mountedPath('/prod/pets', '/prod', { stage: 'live' })).toBe('/pets')
    expect(mountedPath('/prod/pets', '/prod', { stage: 'live', basePath: 'keep' })).toBe('/prod/pets')
  })
})

test.each([
  ['/api/pets?a=1', '/pets?a=1', '/api'],
  ['/api', '/', '/api'],
  ['/api?a=1', '/?a=1', '/api'],
  ['/pets', '/pets', ''],
  ['/pets', '/rewritten', ''],
])('what is taken off %s to leave %s', (original, url, expected) => {
  expect(mountedPath(original, takenOff(original, url), strip)).toBe(
    expected === '' ? original : url.startsWith('/') ? url : `/${url}`,
  )
})
