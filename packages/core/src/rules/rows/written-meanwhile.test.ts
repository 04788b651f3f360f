import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'
import type { Example } from '../rule.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

const given =
  'CREATE TABLE users (id int PRIMARY KEY, email varchar(100)); CREATE TABLE mails (user_id int, email varchar(100))'
const copy = 'INSERT INTO mails (user_id, email) SELECT id, email FROM users;'
const drop = 'ALTER TABLE users DROP COLUMN email;'

const said = (example: Omit<Example, 'title'>): string =>
  exampleFindings({ title: '', ...example })
    .filter(({ ruleId }) => ruleId === 'drop-column' || ruleId === 'drop-table')
    .map(({ message }) => message)
    .join('\n')

test.each<Omit<Example, 'title'>>([
  { given, up: `${copy} ${drop}` },
  { given, up: `${copy} DROP TABLE users;` },
  { given, up: `${copy} ${drop}`, dialect: 'mysql' },
  // What the lock is of ends with its transaction.
  {
    given,
    up: `BEGIN; ALTER TABLE users ADD COLUMN a int; COMMIT; BEGIN; ${copy} ${drop} COMMIT;`,
    transaction: 'none',
  },
  { given, up: `ALTER TABLE users ADD COLUMN a int; ${copy} ${drop}`, transaction: 'none' },
  { given, up: `ALTER TABLE users ADD COLUMN a int; ${copy} ${drop}`, dialect: 'mysql' },
  { given, up: `ALTER TABLE mails ADD COLUMN a int; ${copy} ${drop}` },
  { given, up: `${copy} ALTER TABLE users ADD COLUMN a int; ${drop}` },
  { given, up: `LOCK TABLE users IN ACCESS SHARE MODE; ${copy} ${drop}` },
])('running code writes between the copy and the drop: $up ($dialect)', example => {
  expect(said(example)).toMatch(
    /running code that still (?:reads|uses) it fails, and what it writes after line 1 is lost\.$/,
  )
})

test.each<Omit<Example, 'title'>>([
  { given, up: `ALTER TABLE users ADD COLUMN a int; ${copy} ${drop}` },
  { given, up: `LOCK TABLE users IN SHARE MODE; ${copy} ${drop}` },
  { given, up: `LOCK TABLES users WRITE, mails WRITE; ${copy} ${drop} UNLOCK TABLES;`, dialect: 'mysql' },
  // A foreign key keeps writers from the table that it refers to (measured: PostgreSQL 15, SHARE ROW EXCLUSIVE).
  { given, up: `ALTER TABLE mails ADD FOREIGN KEY (user_id) REFERENCES users (id); ${copy} ${drop}` },
  { given, up: `${copy} ${drop}`, dialect: 'sqlite' },
])('a lock that is held keeps it from that, or there is no one else: $up ($dialect)', example => {
  expect(said(example)).toMatch(/running code that still (?:reads|uses) it fails\.$/)
})

test('running code does not know a table that the deploy has renamed', () => {
  const up = `ALTER TABLE users RENAME TO people; ${copy.replace('users', 'people')} DROP TABLE people;`
  expect(said({ given, up })).toMatch(/^Dropping people: line 1 has filled mails from it\b[^;]*\.$/)
})
