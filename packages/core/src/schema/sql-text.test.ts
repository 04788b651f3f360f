import { describe, expect, test } from 'vitest'
import { namesIn, qualifiedNamesIn, renameInText } from './sql-text.ts'

describe('names in a text', () => {
  test.each([
    ['a > 0 AND "b c" = 1', ['a', '0', 'AND', 'b c', '1']],
    [`note = 'a' -- b`, ['note']],
    ['`a` + [b]', ['a', 'b']],
  ])('%s', (text, names) => {
    expect(namesIn(text)).toEqual(names)
  })

  test('a dotted name counts whole and in parts', () => {
    expect(qualifiedNamesIn('audit.users')).toEqual(['audit', 'audit.users', 'users'])
  })
})

test('a rename leaves strings alone and keeps quotes', () => {
  const renamed = renameInText(`age > 0 AND "age" <> 'age'`, 'age', 'years', name => name)
  expect(renamed).toBe(`years > 0 AND "years" <> 'age'`)
})
