import { expect, test } from 'vitest'
import { inChain } from './chained-names.ts'

test('each script comes after those that lead to the state that it starts from', () => {
  expect(
    inChain([
      'db/0a0a0a0a-1b1b1b1b.patch.sql',
      'db/1b1b1b1b-2c2c2c2c.cleanup.sql',
      'db/1b1b1b1b-2c2c2c2c.patch.sql',
      'db/2c2c2c2c-00000000.sql',
      'db/f0f0f0f0-0a0a0a0a.patch.sql',
    ]),
  ).toEqual([
    'db/f0f0f0f0-0a0a0a0a.patch.sql',
    'db/0a0a0a0a-1b1b1b1b.patch.sql',
    'db/1b1b1b1b-2c2c2c2c.patch.sql',
    'db/1b1b1b1b-2c2c2c2c.cleanup.sql',
    'db/2c2c2c2c-00000000.sql',
  ])
})

test('two ways to one state are both before what starts from it', () => {
  const ordered = inChain([
    'aaaaaa-cccccc.sql',
    'bbbbbb-cccccc.sql',
    'cccccc-dddddd.sql',
    'dddddd-eeeeee.sql',
  ])
  expect(ordered?.slice(2)).toEqual(['cccccc-dddddd.sql', 'dddddd-eeeeee.sql'])
})

test('a circle ends, and loses nothing', () => {
  expect(inChain(['aaaaaa-bbbbbb.sql', 'bbbbbb-aaaaaa.sql'])).toHaveLength(2)
})

test.each([
  [['20240101-20240102.sql', 'notes.sql']],
  [['20240101-20240105.sql', '20240201-20240205.sql']],
  [['aaaaaa-bbbbbb.sql']],
  [[]],
])('%j is no chain', names => {
  expect(inChain(names)).toBeUndefined()
})
