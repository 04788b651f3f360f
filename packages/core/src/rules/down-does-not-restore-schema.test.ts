import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import type { Finding } from './finding.ts'
import type { Example } from './rule.ts'

beforeAll(() => Promise.all([dialects.postgres.load(), dialects.mysql.load()]))

function told(example: Omit<Example, 'title'>): readonly Finding[] {
  return exampleFindings({ title: '', ...example }).filter(
    ({ ruleId }) => ruleId === 'down-does-not-restore-schema',
  )
}

test('a comment that is lost breaks nothing', () => {
  const findings = told({
    dialect: 'mysql',
    given: "CREATE TABLE users (id int, name varchar(50) COMMENT 'in full')",
    up: 'ALTER TABLE users MODIFY name text',
    down: 'ALTER TABLE users MODIFY name varchar(50)',
  })
  expect(findings).toMatchObject([{ severity: 'info', message: expect.stringContaining('lacks comment') }])
})

test('which index serves a foreign key is the server’s affair', () => {
  const findings = told({
    dialect: 'mysql',
    given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, at date, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));`,
    up: 'CREATE INDEX carts_user_at ON carts (user_id, at)',
    down: 'CREATE INDEX carts_user ON carts (user_id); DROP INDEX carts_user_at ON carts',
  })
  expect(findings.map(({ message }) => message)).toEqual([
    'After up and down the schema differs: index carts_user is left over.',
  ])
})

test('it stands at the statement that comes nearest, the column before the table', () => {
  const findings = told({
    given: 'CREATE TABLE users (id int, email text NOT NULL, name text)',
    up: 'ALTER TABLE users DROP COLUMN email; ALTER TABLE users DROP COLUMN name',
    down: `SELECT email FROM old_users;
ALTER TABLE users ADD COLUMN Email text;
ALTER TABLE users ADD COLUMN name text;`,
  })
  expect(findings.map(({ location }) => location?.line)).toEqual([2])
})

test('where it stops is the first statement that names the column', () => {
  const findings = told({
    given: 'CREATE TABLE users (id int, email text NOT NULL)',
    up: 'ALTER TABLE users DROP COLUMN email',
    down: 'ALTER TABLE users ADD COLUMN email text NOT NULL;\nCREATE INDEX users_email ON users (email);',
  })
  expect(findings.map(({ location }) => location?.line)).toEqual([1])
})

test('a required column is added in steps, with a place for its values', () => {
  const [finding] = told({
    given: 'CREATE TABLE users (id int, email text NOT NULL)',
    up: 'ALTER TABLE users DROP COLUMN email',
    down: 'ALTER TABLE users ADD COLUMN email text NOT NULL',
  })
  expect(finding?.instead).toMatch(/^Add the column without NOT NULL/)
  expect(finding?.suggestion?.sql).toBe(`-- Does not come back: users.email: every value.
ALTER TABLE users ADD COLUMN email text;
-- Give users.email its values here: what comes next stops at a row without one.
ALTER TABLE users ALTER COLUMN email SET NOT NULL;`)
})

test('a rollback that stops at a statement which is no SQL is told as an error', () => {
  const findings = exampleFindings({
    title: '',
    given: 'CREATE TABLE users (id int, email text)',
    up: 'CREATE INDEX users_email ON users (email)',
    down: 'DROP INDEX users_email ON users',
  })
  expect(findings.filter(({ direction }) => direction === 'down')).toMatchObject([
    { ruleId: 'unparsed-statement', severity: 'error' },
  ])
})
