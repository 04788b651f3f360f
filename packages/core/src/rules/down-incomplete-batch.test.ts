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
    [
      'A rollback of these 2 migrations stops at 2_carts, whose down script is empty: 1 migration before it stays',
    ],
  ],
  ['SELECT 1;', []],
])('an empty down at which the runner stops: %j', async (down, said) => {
  const found = (await findingsInLayout(diesel, files(down), 'postgres')).filter(
    ({ ruleId }) => ruleId === 'down-incomplete-batch',
  )
  expect(found.map(({ message }) => message.split(',').slice(0, 2).join(','))).toEqual(said)
})

test('a constraint that a later down leaves out', async () => {
  const found = await findingsInLayout(
    diesel,
    {
      'm/1_users/up.sql': 'CREATE TABLE users (age int);',
      'm/1_users/down.sql': 'DROP TABLE users;',
      'm/2_grown/up.sql': 'ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 17);',
      'm/2_grown/down.sql': 'ALTER TABLE users DROP CONSTRAINT grown;',
      'm/3_any/up.sql': 'ALTER TABLE users DROP CONSTRAINT grown; ALTER TABLE users ADD COLUMN nick text;',
      'm/3_any/down.sql': 'ALTER TABLE users DROP COLUMN nick;',
    },
    'postgres',
  )
  const [said] = found.filter(({ ruleId }) => ruleId === 'down-incomplete-batch')
  expect(said?.message).toContain(
    'in the down script of 2_grown: constraint grown of users does not exist by then, as that of 3_any leaves it so.',
  )
})

test('an index of a materialized view that a later down drops, in a history that is not whole', async () => {
  const view = (later: string) => ({
    'm/0_view/up.sql':
      'CREATE MATERIALIZED VIEW users_view AS SELECT id FROM users; DO $$ BEGIN PERFORM 1; END $$;',
    'm/0_view/down.sql': 'DROP MATERIALIZED VIEW users_view;',
    'm/1_index/up.sql': 'CREATE INDEX users_view_id ON users_view (id);',
    'm/1_index/down.sql': 'DROP INDEX users_view_id;',
    'm/2_view/up.sql': `DROP MATERIALIZED VIEW IF EXISTS users_view CASCADE;
CREATE MATERIALIZED VIEW users_view AS SELECT id FROM users;`,
    'm/2_view/down.sql': `DROP MATERIALIZED VIEW IF EXISTS users_view CASCADE;${later}`,
  })
  const told = async (later: string) =>
    (await findingsInLayout(diesel, view(later), 'postgres'))
      .filter(({ ruleId }) => ruleId === 'down-incomplete-batch')
      .map(({ message }) => message)
  expect(await told('')).toEqual([
    'A rollback of these 3 migrations stops in the down script of 1_index: index users_view_id does not exist by then. 1 migration before it stays too.',
  ])
  expect(
    await told(`
CREATE MATERIALIZED VIEW users_view AS SELECT id FROM users; CREATE INDEX users_view_id ON users_view (id);`),
  ).toEqual([])
})

test('what was not seen may have put it back', async () => {
  const plan = (up: string, down: string) => ({
    'm/0_users/up.sql': 'CREATE TABLE users (id int);',
    'm/0_users/down.sql': 'DROP TABLE users;',
    'm/1_plan/up.sql': 'ALTER TABLE users ADD COLUMN plan text;',
    'm/1_plan/down.sql': 'ALTER TABLE users DROP COLUMN plan;',
    'm/2_gone/up.sql': up,
    'm/2_gone/down.sql': down,
  })
  const told = async (up: string, down: string) =>
    (await findingsInLayout(diesel, plan(up, down), 'postgres'))
      .filter(({ ruleId }) => ruleId === 'down-incomplete-batch')
      .map(({ severity, message }) => `${severity} ${message}`)
  expect(await told('ALTER TABLE users DROP COLUMN plan;', 'SELECT 1;')).toEqual([
    'warning A rollback of these 3 migrations stops in the down script of 1_plan: column users.plan does not exist by then, as that of 2_gone leaves it so. 1 migration before it stays too.',
  ])
  expect(await told('ALTER TABLE users DROP COLUMN plan; SELECT tidy();', 'SELECT restore_plan();')).toEqual([
    expect.stringMatching(
      /^info As far as it can be told, a rollback .* Not all of what 2_gone does was seen\.$/,
    ),
  ])
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

test('of several empty downs, each told by itself, it is a note; the runner and what another one does is said', async () => {
  const found = await findingsInLayout(
    diesel,
    {
      'm/1_users/up.sql': 'CREATE TABLE users (id int);',
      'm/1_users/down.sql': 'DROP TABLE users;',
      'm/2_carts/up.sql': 'CREATE TABLE carts (id int);',
      'm/2_carts/down.sql': '',
      'm/3_plans/up.sql': 'CREATE TABLE plans (id int);',
      'm/3_plans/down.sql': '',
    },
    'sqlite',
  )
  expect(
    found
      .filter(({ ruleId }) => ruleId === 'down-incomplete-batch')
      .map(({ severity, message, instead }) => `${severity} ${message} > ${instead}`),
  ).toEqual([
    'info A rollback of these 3 migrations stops at 3_plans, whose down script is empty: 2 migrations before it stay. 1 of them stops it too: 2_carts. "diesel migration revert" stops there ("Attempted to run an empty migration"); a program that has the migrations built in takes it off the list. > Write the missing way back of each.',
  ])
})

const batchOf = async (rest: Record<string, string>) =>
  (
    await findingsInLayout(
      diesel,
      {
        'm/1_users/up.sql': 'CREATE TABLE users (id int);',
        'm/1_users/down.sql': 'DROP TABLE users;',
        'm/2_plan/up.sql': 'ALTER TABLE users ADD COLUMN plan text;',
        'm/2_plan/down.sql': 'ALTER TABLE users DROP COLUMN plan;',
        ...rest,
      },
      'postgres',
    )
  )
    .filter(({ ruleId }) => ruleId === 'down-incomplete-batch')
    .map(({ message, instead }) => `${message} > ${instead}`)

test('all that come before it stay, and another one whose down script stops is no way back', async () => {
  const carts = { 'm/4_carts/up.sql': 'CREATE TABLE carts (id int);', 'm/4_carts/down.sql': '' }
  const [broken] = await batchOf({
    ...carts,
    'm/3_nick/up.sql': 'ALTER TABLE users ADD COLUMN nick text;',
    'm/3_nick/down.sql': 'ALTER TABLE users DROP COLUMN nickname;',
  })
  expect(broken).toContain(
    'is empty: 3 migrations before it stay. 1 of them stops it too: 3_nick. "diesel migration revert" stops there',
  )
  expect(broken).toContain(
    '> Write the missing way back. That alone is not enough: see to what stops before it too.',
  )
  const [one] = await batchOf({
    ...carts,
    'm/3_nick/up.sql': 'ALTER TABLE users ADD COLUMN nick text;',
    'm/3_nick/down.sql': 'SELECT 1;',
  })
  expect(one).toContain('is empty: 3 migrations before it stay, although 2 of them have a way back.')
})

test('a down script that takes away what its up has not made', async () => {
  const said = await batchOf({
    'm/3_nick/up.sql': 'ALTER TABLE users ADD COLUMN nick text;',
    'm/3_nick/down.sql': 'ALTER TABLE users DROP COLUMN nick, DROP COLUMN plan;',
  })
  expect(said).toEqual([
    'A rollback of these 3 migrations stops in the down script of 2_plan: column users.plan does not exist by then, as that of 3_nick leaves it so. 1 migration before it stays too. > Take out of the down script of 3_nick what takes column users.plan away, which its up does not make: that of 2_plan needs it.',
  ])
})
