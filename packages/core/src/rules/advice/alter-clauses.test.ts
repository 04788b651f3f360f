import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'
import type { Example } from '../rule.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

function suggested(ruleId: string, given: string, up: string, dialect: Example['dialect'] = 'postgres') {
  return exampleFindings({ title: up, dialect, given, up })
    .filter(finding => finding.ruleId === ruleId)
    .map(({ suggestion }) =>
      suggestion === undefined
        ? undefined
        : [suggestion.sql, ...(suggestion.later ?? []).map(({ sql }) => sql)],
    )
}

const users = 'CREATE TABLE users (id int PRIMARY KEY, a int, b int); CREATE TABLE teams (id int PRIMARY KEY)'

test('the other clauses stay, without the comments between them', () => {
  const up = `ALTER TABLE ONLY users -- the columns
  ALTER COLUMN a SET NOT NULL, -- all of them have it
  ADD CONSTRAINT ab CHECK (a IN (1, 2) OR b > 0) NOT VALID /* from now on */,
  ALTER b SET DEFAULT 1`
  expect(suggested('set-not-null', users, up)).toEqual([
    [
      'ALTER TABLE ONLY users ADD CONSTRAINT ab CHECK (a IN (1, 2) OR b > 0) NOT VALID, ALTER b SET DEFAULT 1;',
      'ALTER TABLE users ADD CONSTRAINT a_not_null CHECK (a IS NOT NULL) NOT VALID;',
      'ALTER TABLE users VALIDATE CONSTRAINT a_not_null;',
      'ALTER TABLE users ALTER COLUMN a SET NOT NULL;',
      'ALTER TABLE users DROP CONSTRAINT a_not_null;',
    ],
  ])
})

test.each(['{$name}_shop.users', 'users'])(
  'a clause stays as it is written behind the name %s, also where a runner fills it in',
  table => {
    const given = `CREATE TABLE ${table} (id int)`
    const up = `ALTER TABLE ${table} ADD COLUMN phid varbinary(64) NOT NULL COMMENT 'its id', ADD KEY (phid)`
    expect(suggested('add-required-column', given, up, 'mysql')?.[0]?.[0]).toBe(
      `ALTER TABLE ${table} ADD COLUMN phid varbinary(64) COMMENT 'its id', ADD KEY (phid);`,
    )
  },
)

test('ADD PRIMARY KEY, which makes its columns NOT NULL, comes behind the proof', () => {
  const [steps] = suggested(
    'set-not-null',
    'CREATE TABLE tags (a int)',
    'ALTER TABLE tags ALTER COLUMN a SET NOT NULL, ADD CONSTRAINT tags_pkey PRIMARY KEY (a)',
  )
  expect(steps?.at(-1)).toBe('ALTER TABLE tags ADD CONSTRAINT tags_pkey PRIMARY KEY (a);')
})

test.each(['ADD COLUMN c int NOT NULL, RENAME TO baskets', 'RENAME TO baskets, ADD COLUMN c int NOT NULL'])(
  'nothing is suggested beside another name of the table, as which of the two would hold when is not told: %s',
  clauses => {
    const given = 'CREATE TABLE carts (id int PRIMARY KEY)'
    for (const rule of ['rename-table', 'add-required-column'])
      expect(suggested(rule, given, `ALTER TABLE carts ${clauses}`, 'mysql')).toEqual([undefined])
  },
)

test('a clause that is suggested with a word more stays beside a new column', () => {
  const up =
    'ALTER TABLE users ADD COLUMN c int, ADD CONSTRAINT in_team FOREIGN KEY (a) REFERENCES teams (id)'
  expect(suggested('add-foreign-key', users, up)).toEqual([
    [
      'ALTER TABLE users ADD COLUMN c int, ADD CONSTRAINT in_team FOREIGN KEY (a) REFERENCES teams (id) NOT VALID;',
      'ALTER TABLE users VALIDATE CONSTRAINT in_team;',
    ],
  ])
})

test('NOT VALID stands behind its own clause, or is not suggested', () => {
  const checks = ['CHECK (a ~ $$x($$)', "CHECK (a ~ E'it\\'s (')", 'CHECK (a > 0)']
  const last = checks.map(check =>
    suggested('add-check', users, `ALTER TABLE users ADD CONSTRAINT c ${check}, ADD COLUMN x int`),
  )
  for (const [steps] of last) expect(steps?.join('\n') ?? '').not.toContain('x int NOT VALID')
  expect(last.at(-1)?.[0]?.[0]).toBe(
    'ALTER TABLE users ADD CONSTRAINT c CHECK (a > 0) NOT VALID, ADD COLUMN x int;',
  )
})

test('a column stays beside the clauses that may need it', () => {
  const up = 'ALTER TABLE users ADD COLUMN c int NOT NULL, ADD CONSTRAINT positive CHECK (c > 0) NOT VALID'
  const [steps] = suggested('add-required-column', users, up)
  expect(steps?.[0]).toBe(
    'ALTER TABLE users ADD COLUMN c int, ADD CONSTRAINT positive CHECK (c > 0) NOT VALID;',
  )
})

test('a clause of several operations is not taken apart', () => {
  const up = 'ALTER TABLE users DROP COLUMN a, ADD COLUMN (c int, d int)'
  expect(suggested('drop-column', users, up, 'mysql')).toEqual([undefined])
})

test('a block that adds a foreign key takes no NOT VALID behind it', () => {
  const up = 'DO $$ BEGIN ALTER TABLE users ADD FOREIGN KEY (a) REFERENCES teams (id); END $$'
  expect(suggested('add-foreign-key', users, up)).toEqual([undefined])
})

test('nothing that the column says beside NOT NULL is lost', () => {
  const up = `ALTER TABLE users ADD c text CHARACTER SET latin1 NOT NULL COMMENT 'it is NOT NULL' AFTER a,
  ADD d timestamp NOT NULL, ADD KEY (a)`
  expect(suggested('add-required-column', users, up, 'mysql')[0]).toEqual([
    `ALTER TABLE users ADD c text CHARACTER SET latin1 COMMENT 'it is NOT NULL' AFTER a, ADD d timestamp NULL, ADD KEY (a);`,
    `ALTER TABLE users MODIFY COLUMN c text CHARACTER SET latin1 NOT NULL COMMENT 'it is NOT NULL';`,
    'ALTER TABLE users MODIFY COLUMN d timestamp NOT NULL;',
  ])
})

test('a character set is written once, whatever the type calls it', () => {
  const given = 'CREATE TABLE users (id int PRIMARY KEY, name varchar(9) NOT NULL)'
  const up = 'ALTER TABLE users MODIFY name varchar(9) CHARACTER SET utf8 COLLATE utf8_bin'
  expect(suggested('modify-drops-attributes', given, up, 'mysql')).toEqual([
    ['ALTER TABLE users MODIFY COLUMN name varchar(9) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL;'],
  ])
})
