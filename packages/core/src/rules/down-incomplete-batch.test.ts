import { expect, test } from 'vitest'
import { dbmate } from '../layouts/dbmate.ts'
import { diesel } from '../layouts/diesel.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

const files = (down: string) => ({
  'm/1_users/up.sql': 'CREATE TABLE users (id int);',
  'm/1_users/down.sql': 'DROP TABLE users;',
  'm/2_carts/up.sql': 'CREATE TABLE carts (id int);',
  'm/2_carts/down.sql': down,
})

test.each([
  [
    '',
    ['A rollback of these 2 migrations stops at 2, whose down script is empty: 1 migration before it stays'],
  ],
  ['SELECT 1;', []],
])('an empty down at which the runner stops: %j', async (down, said) => {
  const found = (await findingsInLayout(diesel, files(down), 'postgres')).filter(
    ({ ruleId }) => ruleId === 'down-incomplete-batch',
  )
  expect(found.map(({ message }) => message.split(',').slice(0, 2).join(','))).toEqual(said)
})

test('an empty down that the runner takes for done stops nothing', async () => {
  const found = await findingsInLayout(
    dbmate,
    {
      'm/1_users.sql': '-- migrate:up\nCREATE TABLE users (id int);\n-- migrate:down\nDROP TABLE users;\n',
      'm/2_carts.sql': '-- migrate:up\nCREATE TABLE carts (id int);\n-- migrate:down\n',
    },
    'postgres',
  )
  expect(found.map(({ ruleId }) => ruleId)).not.toContain('down-incomplete-batch')
})
