import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

function advice(ruleId: string, up: string): string | undefined {
  const given = 'CREATE TABLE users (id bigint PRIMARY KEY, a int, b int)'
  return exampleFindings({ title: up, dialect: 'mysql', given, up }).find(each => each.ruleId === ruleId)
    ?.instead
}

test('changes that one ALTER TABLE makes at no greater cost are joined', () => {
  const joined = 'The changes of users fit into one ALTER TABLE'
  const rule = 'implicit-commit-multi-ddl'
  expect(advice(rule, 'ALTER TABLE users ADD c int; ALTER TABLE users DROP COLUMN a')).toContain(joined)
  const between = 'ALTER TABLE users ADD c int; UPDATE users SET c = 1; ALTER TABLE users DROP COLUMN a'
  expect(advice(rule, between)).not.toContain(joined)
  // An index beside the new column makes INSTANT a rebuild.
  expect(advice(rule, 'ALTER TABLE users ADD c int; ALTER TABLE users ADD UNIQUE (c)')).not.toContain(joined)
})

test('many statements are split where one can fail, not one by one', () => {
  const changes = (count: number) =>
    Array.from({ length: count }, (_, at) => `ALTER TABLE users ADD c${at} int`).join(';')
  expect(advice('implicit-commit-multi-ddl', changes(4))).toContain(
    'Put one DDL statement into each migration',
  )
  expect(advice('implicit-commit-multi-ddl', changes(5))).toContain('Split it into several migrations')
})

test('a column that another form of it adds at once', () => {
  const added = (column: string) => advice('mysql-table-copy', `ALTER TABLE users ADD ${column}`)
  expect(added('c int GENERATED ALWAYS AS (a + b) STORED')).toContain('Make c VIRTUAL in place of STORED')
  expect(added("c text NOT NULL DEFAULT ('lg')")).toContain(
    'A default in parentheses is worked out for each row',
  )
  expect(advice('mysql-table-copy', 'ALTER TABLE users MODIFY a bigint')).not.toContain('ALGORITHM')
})

test('a key that is written with its new column is added apart from it', () => {
  const rule = 'mysql-combined-alter-loses-instant'
  const apart = 'Add the column without UNIQUE'
  expect(advice(rule, 'ALTER TABLE users ADD c decimal(5, 2) UNIQUE')).toContain(apart)
  expect(advice(rule, 'ALTER TABLE users ADD c int, ADD UNIQUE (c)')).not.toContain(apart)
})

test('an index that a rebuild leaves out is written out', () => {
  const [found] = exampleFindings({
    title: 'rebuild',
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX users_name ON users (name)',
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT, age INTEGER);
INSERT INTO users_new (id, name) SELECT id, name FROM users;
DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
  }).filter(({ ruleId }) => ruleId === 'sqlite-rebuild-lost-objects')
  expect(found?.instead).toContain('CREATE INDEX users_name ON users (name);')
})

test('a later release knows a table by the name that the deploy leaves it', () => {
  const later = (dialect: 'postgres' | 'mysql', renames: string) =>
    exampleFindings({
      title: renames,
      dialect,
      given: 'CREATE TABLE grades (id int)',
      up: `ALTER TABLE grades ADD COLUMN failed int NOT NULL; ${renames}`,
    })
      .find(({ ruleId }) => ruleId === 'add-required-column')
      ?.suggestion?.later?.map(({ sql }) => sql)
  expect(later('postgres', '')?.[2]).toBe('ALTER TABLE grades ALTER COLUMN failed SET NOT NULL;')
  const renamed = 'ALTER TABLE grades RENAME TO marks'
  expect(later('postgres', renamed)?.[2]).toBe('ALTER TABLE marks ALTER COLUMN failed SET NOT NULL;')
  expect(later('postgres', 'ALTER TABLE grades RENAME COLUMN failed TO fails')?.[2]).toBe(
    'ALTER TABLE grades ALTER COLUMN fails SET NOT NULL;',
  )
  expect(later('mysql', renamed)).toEqual(['ALTER TABLE marks MODIFY COLUMN failed int NOT NULL;'])
})
