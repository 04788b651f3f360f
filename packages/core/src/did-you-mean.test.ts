import { expect, test } from 'vitest'
import { closestName, didYouMean } from './did-you-mean.ts'

test.each([
  ['enviroments', 'environments'],
  ['evnironments', 'environments'],
  ['drop-colum', 'drop-column'],
  ['KNEX', 'knex'],
  ['xyz', undefined],
])('%s → %s', (name, expected) => {
  expect(closestName(name, ['environments', 'drop-column', 'drop-table', 'knex'])).toBe(expected)
})

test('says nothing when nothing is close', () => {
  expect(didYouMean('abcdef', ['xyz'])).toBe('')
})
