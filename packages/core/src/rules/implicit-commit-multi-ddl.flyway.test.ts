import { expect, test } from 'vitest'
import { dbMigrate } from '../layouts/db-migrate.ts'
import { flyway } from '../layouts/flyway.ts'
import { goose } from '../layouts/goose.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

const untilRepaired = 'stays done and Flyway records it as failed: nothing runs until "flyway repair".'

test.each([
  ['no code', '', untilRepaired],
  [
    'before each run',
    'flyway.repair();\n    flyway.migrate();',
    'stays done and the next run begins with statement 1 again, as FlywaySetup.java calls repair() before migrate().',
  ],
  ['under a condition', 'if (broken) flyway.repair();\n    flyway.migrate();', untilRepaired],
  ['in a comment', '// Not flyway.repair();\n    flyway.migrate();', untilRepaired],
])('code that has Flyway repair its history: %s', async (_title, code, said) => {
  const found = await findingsInLayout(
    flyway,
    {
      'src/main/resources/db/V1__users.sql': 'CREATE TABLE users (id int, name varchar(9));',
      'src/main/resources/db/V2__more.sql':
        'ALTER TABLE users ADD COLUMN age int;\nALTER TABLE users ADD UNIQUE (name);',
      'src/main/java/FlywaySetup.java': `class FlywaySetup {\n  void run(Flyway flyway) {\n    ${code}\n  }\n}`,
    },
    'mysql',
    1,
  )
  const message = found.find(({ ruleId }) => ruleId === 'implicit-commit-multi-ddl')?.message
  expect(message).toContain(said)
})

test('rows behind the last commit are rolled back, as Flyway turns autocommit off', async () => {
  const of = async (rows: string) => {
    const found = await findingsInLayout(
      flyway,
      {
        'db/V1__users.sql':
          'CREATE TABLE users (id int); CREATE TABLE carts (id int); CREATE TABLE headers (id int);',
        'db/V2__more.sql': `ALTER TABLE users ADD COLUMN age int; TRUNCATE headers; ${rows} ALTER TABLE carts ADD COLUMN a int;`,
      },
      'mysql',
      1,
    )
    return found.find(({ ruleId }) => ruleId === 'implicit-commit-multi-ddl')?.message
  }
  const insert = 'INSERT INTO headers VALUES (1);'
  expect(await of(`${insert} ${insert} ${insert}`)).toContain(
    'if statement 5 of 6 fails, statements 1 and 2 stay done, statements 3 and 4 are rolled back (InnoDB) and Flyway',
  )
  expect(await of(insert)).toContain('if statement 3 of 4 fails, statements 1 and 2 stay done and Flyway')
  expect(await of('BEGIN; INSERT INTO headers VALUES (1); COMMIT; DELETE FROM carts;')).toContain(
    'if statement 6 of 7 fails, statements 1 to 5 stay done and Flyway',
  )
})

test('so does db-migrate', async () => {
  const found = await findingsInLayout(
    dbMigrate,
    {
      'm/sqls/20240101000000-a-up.sql': 'CREATE TABLE users (id int); CREATE TABLE headers (id int);',
      'm/sqls/20240102000000-b-up.sql': `ALTER TABLE users ADD COLUMN age int; TRUNCATE headers;
INSERT INTO headers VALUES (1); INSERT INTO headers VALUES (2); ALTER TABLE headers ADD COLUMN a int;`,
    },
    'mysql',
    1,
  )
  expect(found.find(({ ruleId }) => ruleId === 'implicit-commit-multi-ddl')?.message).toContain(
    'if statement 4 of 5 fails, statements 1 and 2 stay done, statement 3 is rolled back (InnoDB) and',
  )
})

test('without it all of them stay', async () => {
  const found = await findingsInLayout(
    goose,
    {
      '1_users.sql': '-- +goose Up\nCREATE TABLE users (id int); CREATE TABLE carts (id int);',
      '2_more.sql': `-- +goose Up\nALTER TABLE users ADD COLUMN age int; INSERT INTO users (id) VALUES (1);
INSERT INTO users (id) VALUES (2); ALTER TABLE carts ADD COLUMN a int;`,
    },
    'mysql',
    1,
  )
  expect(found.find(({ ruleId }) => ruleId === 'implicit-commit-multi-ddl')?.message).toContain(
    'if statement 3 of 4 fails, statements 1 and 2 stay done and',
  )
})
