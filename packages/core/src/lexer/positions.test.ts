import { describe, expect, it } from 'vitest'
import { Positions } from './positions.ts'

describe('Positions', () => {
  it.each([
    ['a\nb', 2, '2:1'],
    ['a\r\nb', 3, '2:1'],
    ['a\rb', 2, '2:1'],
    ['😀x', 2, '1:3'],
    ['\ufeffx', 1, '1:1'],
    ['\ufeffx', 0, '1:1'],
    ['\ufeffx\ny', 3, '2:1'],
    ['a\n', 2, '2:1'],
    ['', 0, '1:1'],
  ])('%j at %i is %s', (text, offset, expected) => {
    const { line, column } = new Positions(text).at(offset)
    expect(`${line}:${column}`).toBe(expected)
  })
})
