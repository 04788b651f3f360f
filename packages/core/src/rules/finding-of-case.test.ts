import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import type { DialectName, RunnerTransaction } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'

beforeAll(() => Promise.all([dialects.postgres.load(), dialects.sqlite.load()]))

interface Case {
  readonly layout?: string
  readonly rule: string
  readonly given?: string
  /** Pending, one file each. */
  readonly pending: readonly string[]
  /** Of each of them. */
  readonly down?: string
  readonly dialect?: DialectName
  readonly dbVersion?: string
  readonly transaction?: RunnerTransaction
}

/** `severity message > instead`, in the order of the report. */
function said({
  rule,
  given = '',
  pending,
  down,
  dialect = 'postgres',
  dbVersion,
  transaction = 'script',
  layout = 'plain',
}: Case) {
  const migration = (text: string, at: number) => {
    const file = `${at}.sql`
    const read = (sql: string) => readSqlScript({ file, transaction }, sql, dialects[dialect])
    const up = read(text)
    return {
      layout,
      dialect,
      downExpected: false,
      name: `${at}`,
      file,
      pending: at > 0,
      up,
      ...(at > 0 && down !== undefined && { down: read(down) }),
    } as const
  }
  const report = lint([given, ...pending].map(migration), { dialect, ...(dbVersion && { dbVersion }) })
  return [...report.findings, ...report.migrations.flatMap(({ findings }) => findings)].flatMap(
    ({ ruleId, severity, message, instead }) =>
      ruleId === rule ? [`${severity} ${message} > ${instead}`] : [],
  )
}

test('rows with NULL that an earlier migration of the deploy deletes do not stop the copy', () => {
  const copy = `ALTER TABLE tokens RENAME TO tokens_old;
CREATE TABLE tokens (id INTEGER PRIMARY KEY, flow TEXT NOT NULL);
INSERT INTO tokens SELECT * FROM tokens_old; DROP TABLE tokens_old;`
  const of = (...before: readonly string[]) =>
    said({
      rule: 'sqlite-not-null-rebuild',
      dialect: 'sqlite',
      given: 'CREATE TABLE tokens (id INTEGER PRIMARY KEY, flow TEXT)',
      pending: [...before, copy],
    })[0]
  const gone = 'DELETE FROM tokens WHERE flow IS NULL'
  expect(of(gone)).toMatch(
    /^info Line 1 of 1\.sql leaves no row with NULL in \S+\.flow; one that running code/,
  )
  expect(of("UPDATE tokens SET flow = '' WHERE flow IS NULL")).toMatch(/^info /)
  expect(of()).toMatch(/^warning A row with NULL/)
  expect(of('DELETE FROM tokens WHERE flow IS NULL AND id < 9')).toMatch(/^warning A row with NULL/)
  expect(of(gone, 'UPDATE tokens SET flow = NULL WHERE id = 5')).toMatch(/^warning A row with NULL/)
})

test('a CHECK that goes where the deploy adds others on some of its columns', () => {
  const of = (...added: readonly string[]) =>
    said({
      rule: 'drop-check',
      given:
        'CREATE TABLE users (id int, plan text, age int, CONSTRAINT old CHECK (age > 8 OR plan IS NULL))',
      pending: [
        `${added.map(text => `ALTER TABLE users ADD CONSTRAINT ${text} NOT VALID;`).join('\n')}SELECT 1`,
        'ALTER TABLE users DROP CONSTRAINT old',
      ],
    })[0]
  expect(of('grown CHECK (age > 9)')).toContain(
    'the deploy adds the CHECK grown on one or more of the same columns. > Make sure that it refuses',
  )
  expect(of('grown CHECK (age > 9)', "plans CHECK (plan <> '')")).toContain(
    'adds the CHECKs grown and plans on',
  )
  expect(of('known CHECK (id > 0)')).toContain('takes values that it refused. > Add the CHECK that takes its')
})

test('rows that go by CASCADE take the rows of theirs along', () => {
  const key = (table: string, action: string) => `int REFERENCES ${table} (id) ON DELETE ${action}`
  const of = (ofItems: string) =>
    said({
      rule: 'delete-rows',
      given: `CREATE TABLE users (id int PRIMARY KEY, gone boolean, friend ${key('users', 'CASCADE')});
CREATE TABLE carts (id int PRIMARY KEY, owner ${key('users', 'CASCADE')});
CREATE TABLE items (id int PRIMARY KEY, cart ${key('carts', ofItems)});
CREATE TABLE notes (id int PRIMARY KEY, item ${key('items', 'SET NULL')})`,
      pending: ['DELETE FROM users WHERE gone'],
    })[0]
  expect(of('CASCADE')).toContain('It also deletes the rows of carts and items and empties notes.item.')
  expect(of('SET NULL')).toContain('It also deletes the rows of carts and empties items.cart.')
  expect(of('NO ACTION')).toContain('It also deletes the rows of carts.')
})

test('a lock that a later statement of the transaction takes anyway is a note, but not before a write to rows', () => {
  const of = (behind: string, mode = 'ACCESS EXCLUSIVE') =>
    said({
      rule: 'lock-table',
      given: 'CREATE TABLE users (id int, seen int); CREATE TABLE people (id int)',
      pending: [`BEGIN; LOCK TABLE users IN ${mode} MODE;\n${behind} COMMIT;`],
      transaction: 'none',
    })[0]
  expect(of('DROP TABLE users;')).toMatch(
    /^info .* from here on; line 2 takes as strong a lock .* It may stay/,
  )
  expect(of('CREATE INDEX by_id ON users (id);', 'SHARE')).toMatch(/^info /)
  const held = /^warning .* while the lock \(.*\) is held\./
  expect(of('CREATE INDEX by_id ON users (id);')).toMatch(held)
  expect(of('UPDATE users SET seen = 1 WHERE seen = 0; DROP TABLE users;')).toMatch(held)
  expect(of('DROP TABLE people;')).toMatch(held)
  expect(of('COMMIT; DROP TABLE users; BEGIN;')).toMatch(held)
})

test('a CHECK that the default of its column does not meet, when the script is done', () => {
  const check = 'ALTER TABLE tokens ADD CONSTRAINT known CHECK (kind IN (1, 2)) NOT VALID;'
  const of = (column: string, script: string, before = '') =>
    said({
      rule: 'add-check-on-existing',
      given: `CREATE TABLE tokens (id int PRIMARY KEY, size int${before})`,
      pending: [before === '' ? `ALTER TABLE tokens ADD COLUMN ${column};` : 'SELECT 1', script],
    })[0]
  expect(of('kind int NOT NULL DEFAULT 0', check)).toMatch(
    /^error tokens\.kind has DEFAULT 0, which does not meet kind IN \(1, 2\): every INSERT of running code, which/,
  )
  expect(of('', check, ', kind int DEFAULT 0')).toMatch(
    /^warning .* every INSERT that does not name the column/,
  )
  expect(of('kind int NOT NULL DEFAULT 1', check)).toBeUndefined()
  expect(of('kind int', check)).toBeUndefined()
  const changed = `${check} ALTER TABLE tokens ALTER kind SET DEFAULT 2`
  expect(of('kind int DEFAULT 0', changed)).toBeUndefined()
  expect(of('kind int DEFAULT 0', check.replace('kind IN (1, 2)', 'kind = 1 OR size > 0'))).toBeUndefined()
})

const longer = 'varchar-length-byte-boundary'
const swap = 'table-swap'
const commits = 'implicit-commit-multi-ddl'

test('NOT NULL that a longer varchar loses is what the rows are written for', () => {
  const of = (up: string) =>
    said({
      rule: longer,
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int, name varchar(30) NOT NULL) CHARSET utf8mb4',
      pending: [up],
    })[0]
  expect(of('ALTER TABLE users MODIFY name varchar(90)')).toContain(
    'Up to 63 characters, with NOT NULL kept, it would take no time.',
  )
  expect(of('ALTER TABLE users MODIFY name varchar(90) NULL')).toContain(
    'Up to 63 characters it would be written again for NULL alone, while writes go on.',
  )
  expect(of('ALTER TABLE users MODIFY name varchar(90) NOT NULL')).toContain(
    'Up to 63 characters it would take no time.',
  )
})

test('two statements leave a moment without the table', () => {
  const of = (renames: string) =>
    said({
      rule: swap,
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int PRIMARY KEY)',
      pending: [
        `CREATE TABLE made (id bigint PRIMARY KEY);\nINSERT INTO made SELECT id FROM users;\n${renames}`,
      ],
    })[0]
  expect(of('RENAME TABLE users TO old;\nRENAME TABLE made TO users;')).toContain(
    'Until line 4 there is no users, and what reads or writes it fails: without the lock, RENAME TABLE users TO old, made TO users leaves no such moment.',
  )
  expect(of('RENAME TABLE users TO old, made TO users;')).not.toContain('Until line')
})

test.each([
  [
    'one alias for two tables',
    'UPDATE made a JOIN teams b ON a.id = b.id SET a.n = b.id; DELETE a FROM `teams` AS a JOIN users ON users.id = a.id',
    'LOCK TABLES cannot do that here: it takes an alias once, and a stands for several tables until then. Stop what writes to users.',
  ],
  [
    'an alias for each',
    'UPDATE made a JOIN teams b ON a.id = b.id SET a.n = b.id; DELETE a FROM made AS a JOIN users ON users.id = a.id',
    'LOCK TABLES users WRITE, made WRITE, with every other table',
  ],
  [
    'tables without one',
    'UPDATE made SET n = 1; UPDATE teams SET n = 1; DELETE FROM made WHERE id = 1; DELETE FROM teams WHERE id = 1',
    'LOCK TABLES users WRITE, made WRITE, with every other table',
  ],
])('writers kept away from a table that is replaced: %s', (_, changes, words) => {
  const [told] = said({
    rule: swap,
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE teams (id int PRIMARY KEY, n int)',
    pending: [
      `CREATE TABLE made (id bigint PRIMARY KEY, n int); INSERT INTO made SELECT id, 0 FROM users; ${changes};
RENAME TABLE users TO old; RENAME TABLE made TO users; DROP TABLE old`,
    ],
  })
  expect(told).toContain('> Change the table in place where that can be done. Otherwise keep writers away')
  expect(told).toContain(words)
})

test('what is altered under a condition is no clause of one ALTER TABLE', () => {
  const of = (second: string) =>
    said({
      rule: commits,
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int)',
      pending: [`ALTER TABLE users ADD COLUMN a int;\n${second}`],
    })[0]
  expect(of('ALTER TABLE users ADD COLUMN b int')).toContain('fit into one ALTER TABLE')
  expect(
    of(`SET @s = IF((SELECT count(*) FROM settings) > 0, 'ALTER TABLE users ADD COLUMN b int', 'SELECT 1');
PREPARE s FROM @s;
EXECUTE s;`),
  ).not.toContain('fit into one')
})

test('a server that nobody named may not know ALGORITHM=INSTANT', () => {
  const of = (dbVersion?: string) =>
    said({
      rule: 'mysql-combined-alter-loses-instant',
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int)',
      pending: ['ALTER TABLE users ADD COLUMN a int, ADD INDEX (a)'],
      ...(dbVersion && { dbVersion }),
    })[0]
  expect(of()).toContain('ADD COLUMN writes no row from MySQL 8.0.29 (as the last column from 8.0.12) on')
  expect(of('8.0.36')).toContain('with ALGORITHM=INSTANT where you count on it')
})

test('ON UPDATE that is lost alone is what the code may set itself', () => {
  const of = (type: string) =>
    said({
      rule: 'modify-drops-attributes',
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int, seen timestamp NOT NULL DEFAULT now() ON UPDATE now())',
      pending: [`ALTER TABLE users MODIFY seen ${type}`],
    })[0]
  expect(of('timestamp NOT NULL DEFAULT now()')).toMatch(/^warning .* > Repeat it, unless every UPDATE/)
  expect(of('timestamp NOT NULL')).toMatch(/^error /)
})

const held = 'ddl-plus-backfill-same-txn'

test('rows that the migrations list are few, unless the application adds to them', () => {
  const of = (filled: string, where: string) =>
    said({
      rule: held,
      given: `CREATE TABLE plans (id int PRIMARY KEY, name text); ${filled}`,
      pending: [
        `ALTER TABLE plans ADD COLUMN url text; UPDATE plans SET url = 'https://shop' WHERE ${where}`,
      ],
    })[0]
  const listed = "INSERT INTO plans VALUES (1, 'free'), (2, 'premium')"
  expect(of(listed, "name = 'free'")).toMatch(/^info .* That is short if plans has no rows but those/)
  expect(of(listed, "name = 'free' OR name = 'premium'")).toMatch(/^warning /)
  expect(of('INSERT INTO plans SELECT * FROM old_plans', "name = 'free'")).toMatch(/^warning /)
  expect(of('', "name = 'free'")).toMatch(/^warning /)
})

test('in one transaction the first lock of the deploy is the one that is held', () => {
  const add = 'ALTER TABLE users ADD COLUMN a int'
  const fill = 'ALTER TABLE users ADD COLUMN b int;\nUPDATE users SET b = id'
  const of = (transaction: RunnerTransaction) =>
    said({ rule: held, given: 'CREATE TABLE users (id int)', pending: [add, fill], transaction })[0]
  expect(of('batch')).toContain('the lock of the ALTER TABLE in line 1 of 1 is still held')
  expect(of('script')).toContain('the lock of the ALTER TABLE in line 1 is still held')
})

test('a generated column has its values without an UPDATE', () => {
  const of = (before: string, update: string) =>
    said({
      rule: held,
      given: `CREATE TABLE posts (id int, name text); ${before}`,
      pending: [
        `ALTER TABLE posts ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', name)) STORED;\n${update}`,
      ],
    })[0]
  const out = 'Leave the UPDATE out: ADD COLUMN has computed words in every row'
  expect(of('', 'UPDATE posts SET name = name')).toContain(out)
  const trigger =
    'CREATE TRIGGER noted BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()'
  expect(of(trigger, 'UPDATE posts SET name = name')).not.toContain(out)
})

test('a default belongs where the column is added, which may be another file', () => {
  const [told] = said({
    rule: 'unbatched-backfill',
    dialect: 'mysql',
    given: 'CREATE TABLE letters (id int PRIMARY KEY)',
    pending: [
      'ALTER TABLE letters ADD COLUMN color varchar(9)',
      "ALTER TABLE letters ALTER color SET DEFAULT 'red'",
      "UPDATE letters SET color = 'red' WHERE color IS NULL",
    ],
  })
  expect(told).toMatch(/ADD COLUMN … DEFAULT in 1(?:\.sql)? fills it without touching them\.$/)
})

test('NOT NULL of columns that ADD COLUMN has filled is told once, with its place', () => {
  const of = (pending: readonly string[]) =>
    said({ rule: 'set-not-null', given: 'CREATE TABLE users (id int, name text)', pending })
  const add = "ALTER TABLE users ADD COLUMN a bool DEFAULT false, ADD COLUMN b text DEFAULT ''"
  const set = 'ALTER TABLE users ALTER COLUMN a SET NOT NULL, ALTER COLUMN b SET NOT NULL'
  const one = 'warning users.a and users.b become NOT NULL: the whole table is read under a lock. >'
  expect(of([`${add};\n${set}`])).toEqual([expect.stringContaining(`${one} Write NOT NULL where`)])
  expect(of([`${add};\n${set}`])[0]).toContain('in line 1:')
  expect(of([add, set])).toEqual([expect.stringMatching(/DEFAULT, in 1(?:\.sql)?:/)])
  expect(of([`${add};\n${set}, ALTER COLUMN name SET NOT NULL`])).toHaveLength(2)
})

test('a CHECK is for when the code writes the column, as it refuses rows without it', () => {
  const of = (column: string) =>
    said({
      rule: 'set-not-null',
      given: 'CREATE TABLE users (id int, name text)',
      pending: [`ALTER TABLE users ADD COLUMN a int;\nALTER TABLE users ALTER COLUMN ${column} SET NOT NULL`],
    })[0]
  expect(of('a')).toContain(
    'When the code that writes a runs everywhere, add CHECK (… IS NOT NULL) NOT VALID',
  )
  expect(of('name')).not.toContain('runs everywhere')
})

test('NOT NULL of what the deploy drops later is left out', () => {
  const given = 'CREATE TABLE users (id int, team int); CREATE TABLE teams (id int, name text)'
  const of = (rule: string, ...pending: readonly string[]) => said({ rule, given, pending })
  const set = 'ALTER TABLE users ALTER COLUMN team SET NOT NULL'
  const out = 'Leave it out, unless the deploy itself needs it: '
  expect(of('set-not-null', set, 'ALTER TABLE users DROP COLUMN team')[0]).toContain(
    `${out}a later migration of the deploy drops the column.`,
  )
  expect(of('set-not-null', `${set};\nDROP TABLE users`)[0]).toContain(`${out}line 2 drops the table.`)
  expect(of('set-not-null', set, 'ALTER TABLE users DROP COLUMN id')[0]).not.toContain(out)
  const added = `ALTER TABLE teams ADD COLUMN size int; UPDATE teams SET size = 9;
ALTER TABLE teams ALTER COLUMN size SET NOT NULL`
  expect(of('ddl-after-backfill', added, 'ALTER TABLE teams DROP COLUMN size')).toEqual([
    'warning teams.size is added, filled and made NOT NULL in one deploy: INSERTs of the running release, which do not name it, fail until a later migration of the deploy drops it again. > Leave NOT NULL out, unless the deploy itself needs it: a later migration of the deploy drops the column.',
  ])
  expect(of('ddl-after-backfill', added, 'ALTER TABLE teams DROP COLUMN name')[0]).toContain(
    'fail from here on.',
  )
  const freed = (column: string) => `ALTER TABLE teams ALTER COLUMN ${column} DROP NOT NULL`
  expect(of('ddl-after-backfill', added, freed('size'))[0]).toMatch(
    /until a later migration of the deploy takes NOT NULL away again\. > Leave NOT NULL out, /,
  )
  expect(of('ddl-after-backfill', added, freed('name'))[0]).toContain('fail from here on.')
})

test('behind the UPDATE that fills a column the code that runs can still leave it NULL', () => {
  const of = (up: string, column = 'plan text') =>
    said({ rule: 'set-not-null', given: `CREATE TABLE users (id int, ${column})`, pending: [up] })[0]
  const fill = "UPDATE users SET plan = 'free' WHERE plan IS NULL;\n"
  const set = 'ALTER TABLE users ALTER COLUMN plan SET NOT NULL'
  expect(of(fill + set)).toContain(
    'users.plan becomes NOT NULL: a row that the running code leaves NULL after line 1 stops the statement, and the whole table is read under a lock. > When no code that runs leaves plan NULL, add CHECK (… IS NOT NULL) NOT VALID, which refuses INSERTs without it from then on,',
  )
  const late = of(`${fill}${set}, ALTER COLUMN plan SET DEFAULT 'free'`)
  expect(late).toContain('the running code leaves NULL after line 1')
  // The table is locked by then, and INSERTs fail only behind it.
  const locked = of(`LOCK TABLE users; ${fill}${set}`)
  expect(locked).toContain('becomes NOT NULL: the whole table is read under a lock. > When no code that runs')
  const withDefault = of(fill + set, "plan text DEFAULT 'free'")
  expect(withDefault).toContain('becomes NOT NULL: the whole table is read under a lock. > Add CHECK')
})

test('columns that one statement converts to the same set are told together', () => {
  const of = (up: string, charset = ' CHARSET=utf8mb4') =>
    said({
      rule: 'charset-conversion',
      dialect: 'mysql',
      given: `CREATE TABLE files (id int, hash varchar(64), etag varchar(99), name varchar(99))${charset}`,
      pending: [up],
    })
  const both =
    'ALTER TABLE files CHANGE hash k varchar(86) CHARACTER SET ascii, MODIFY etag varchar(99) CHARACTER SET ascii'
  expect(of(both)).toEqual([
    expect.stringMatching(/^warning files\.hash and files\.etag are converted from utf8mb4 to ascii: /),
  ])
  expect(of(`${both}, MODIFY name varchar(99) CHARACTER SET ascii`)).toHaveLength(2)
  expect(of('ALTER TABLE files MODIFY name varchar(99) CHARACTER SET utf8', '')).toEqual([
    expect.stringContaining(
      'SHOW CREATE TABLE files tells which it has: if it is utf8mb3, nothing is converted',
    ),
  ])
})

test('a whole number that a float shortens is as it is in a double', () => {
  const of = (from: string) =>
    said({
      rule: 'type-narrowing',
      dialect: 'mariadb',
      given: `CREATE TABLE files (id int, size ${from})`,
      pending: ['ALTER TABLE files MODIFY size float'],
    })[0]
  expect(of('int')).toMatch(/^warning .* > Make it double instead, which holds every int as it is\.$/)
  expect(of('bigint')).not.toContain('double')
})

test('what an UPDATE of the deploy finds by the value that MySQL makes up has to be that value', () => {
  const of = (where: string) =>
    said({
      rule: 'add-required-column',
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int)',
      pending: ['ALTER TABLE users ADD seen int NOT NULL', `UPDATE users SET seen = 9 WHERE ${where}`],
    })[0]
  expect(of('seen = 0')).toContain('existing rows get 0 until the UPDATE in line 1 of 2.sql fills them')
  expect(of('seen = 0')).toContain('Give it DEFAULT 9, which the UPDATE writes')
  expect(of('seen IS NULL')).toContain('Or add it nullable')
  expect(of('seen = 0 AND id > 5')).toContain('Or add it nullable')
})

test.each([
  ["SET SESSION sql_mode = '';", 'info', 'leaves the default out, as the session has no strict mode'],
  [
    "SET sql_mode = REPLACE(@@sql_mode, 'STRICT_TRANS_TABLES', '');",
    'info',
    'as the session has no strict mode',
  ],
  ["SET sql_mode = ''; SET sql_mode = @old_mode;", 'warning', 'stops here with an error in strict mode'],
  ["SET GLOBAL sql_mode = '';", 'warning', 'stops here with an error in strict mode'],
  ['', 'warning', 'stops here with an error in strict mode'],
])('what strict mode alone refuses, behind "%s"', (before, severity, words) => {
  const [told] = said({
    rule: 'version-gated',
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int)',
    pending: [`${before} ALTER TABLE users ADD note text NOT NULL DEFAULT ''`],
  })
  expect(told).toMatch(new RegExp(`^${severity} `))
  expect(told).toContain(words)
})

test.each([
  [
    'type-narrowing',
    'MODIFY name varchar(9)',
    'a value that does not fit is cut or clamped, as the session has no strict mode (',
  ],
  [
    'charset-conversion',
    'MODIFY name varchar(20) CHARSET ascii',
    "what ascii lacks becomes '?', as the session has no strict mode.",
  ],
  ['enum-values-removed', "MODIFY e ENUM('a')", "rows that hold it become '', as the session has"],
  ['set-values-removed', "MODIFY s SET('a')", 'rows that hold it lose the member, as the session has'],
])('%s without strict mode', (rule, change, words) => {
  const [told] = said({
    rule,
    dialect: 'mysql',
    given: "CREATE TABLE t (name varchar(20), e ENUM('a', 'b'), s SET('a', 'b')) CHARSET utf8mb4",
    pending: [`SET sql_mode = ''; ALTER TABLE t ${change}`],
  })
  expect(told).toContain(words)
})

test('the one value that an UPDATE gives all rows is the DEFAULT, if nothing else finds them by the made-up one', () => {
  const of = (type: string, ...fill: readonly string[]) =>
    said({
      rule: 'add-required-column',
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int, is_paid int)',
      pending: [`ALTER TABLE users ADD plan ${type} NOT NULL`, ...fill],
    })[0]
  const fill = "UPDATE users SET plan = 'free' WHERE plan = ''"
  expect(of('varchar(9)', fill)).toContain(
    "> Give it DEFAULT 'free', which the UPDATE writes into all of them, and leave the UPDATE out: ",
  )
  const made = "> Give it DEFAULT '': the UPDATE finds the rows by it"
  expect(of('varchar(9)', fill.replace("'free' WHERE", "'free', is_paid = 0 WHERE"))).toContain(made)
  expect(of('varchar(9)', fill.replace("'free'", "CONCAT('p', id)"))).toContain(made)
  const paid = "UPDATE users SET is_paid = 0 WHERE plan = ''"
  expect(of('varchar(9)', paid, fill)).toContain(made)
  expect(of('longtext', fill)).toContain('> Add it nullable, let the UPDATE find the rows by IS NULL, ')
})

test('a default that down computes for each row comes behind the UPDATE that fills the column', () => {
  const given =
    'CREATE TABLE users (id int, token uuid NOT NULL DEFAULT gen_random_uuid(), code uuid NOT NULL DEFAULT gen_random_uuid())'
  const of = (down: string) =>
    said({
      rule: 'down-unsafe-locks',
      given,
      pending: ['ALTER TABLE users DROP COLUMN token, DROP COLUMN code'],
      down,
    })[0]
  const column = 'ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()'
  expect(of(`ALTER TABLE users ${column}`)).toContain(
    '> Add the column nullable and without the default, set the default in a second statement, fill the rows that are there in batches, in a script of its own, and set NOT NULL behind that.',
  )
  expect(of(`ALTER TABLE users ${column.replace(' NOT NULL', '')}`)).toContain(
    '> Add the column without the default, set the default in a second statement, and fill the rows that are there in batches, in a script of its own.',
  )
  const both = `ALTER TABLE users ${column}, ${column.replace('token', 'code')};`
  expect(of(`${both}\nUPDATE users SET (token, code) = (id::text::uuid, id::text::uuid)`)).toContain(
    '> Add token and code nullable and without the default, and set the default and NOT NULL behind the UPDATE in line 2, which fills them.',
  )
  expect(of(`${both}\nUPDATE users SET token = id::text::uuid`)).toContain('in batches')
})

test.each([
  [
    'a table that has to be empty for the script to pass',
    '',
    '',
    'warning',
    'Line 3 fails where profiles has rows',
  ],
  ['a table whose rows the script deletes', 'DELETE FROM profiles;', '', 'error', ''],
  ['rows of its own that the script writes', "INSERT INTO users VALUES (1, 'x');", '', 'error', ''],
  ['a key that was not checked', '', ' NOT VALID', 'error', ''],
])('a column that goes, with a foreign key to %s', (_, before, notValid, severity, words) => {
  const of = (rule: string, change: string) =>
    said({
      rule,
      given: `CREATE TABLE profiles (url text PRIMARY KEY); CREATE TABLE users (id int PRIMARY KEY, url text);
ALTER TABLE users ADD CONSTRAINT known FOREIGN KEY (url) REFERENCES profiles (url)${notValid};`,
      pending: [
        `${before} ALTER TABLE users DROP CONSTRAINT known;\nALTER TABLE users ${change};\nALTER TABLE profiles ADD id int NOT NULL;`,
      ],
    })[0]
  const rename = of('drop-and-re-add-column', 'DROP COLUMN url, ADD COLUMN link text')
  const drop = of('drop-column', 'DROP COLUMN url')
  for (const told of [rename, drop]) {
    expect(told).toMatch(new RegExp(`^${severity} `))
    expect(told).toContain(words)
  }
})

test('a number that becomes a boolean, and back: no value stops it, running code fails', () => {
  const of = (rule: string, from: string, to: string) =>
    said({
      rule,
      given: `CREATE TABLE users (id int PRIMARY KEY, active ${from})`,
      pending: [`ALTER TABLE users ALTER active TYPE ${to} USING active::${to}`],
    })[0]
  const lost = of('type-narrowing', 'int', 'boolean')
  expect(lost).toMatch(/^warning .*every number but 0 becomes true\)/)
  expect(lost).toContain('Running code that compares it with a number or writes one fails.')
  expect(of('type-narrowing', 'boolean', 'int')).toBeUndefined()
  expect(of('alter-column-type-rewrite', 'boolean', 'int')).toContain(
    'Running code that compares it with a boolean or writes one fails.',
  )
  expect(of('type-narrowing', 'smallint', 'boolean')).toContain(
    'the statement fails (PostgreSQL has no cast from smallint to boolean)',
  )
})

test('rows that stay as they are are written by PostgreSQL, and locked by MySQL, also behind a WHERE', () => {
  const of = (dialect: DialectName) =>
    said({
      rule: 'update-without-where',
      dialect,
      given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(50))',
      pending: ['UPDATE users SET email = lower(email)'],
    })[0]
  expect(of('postgres')).toContain('every row is written and locked')
  expect(of('mysql')).toContain('every row is locked until the transaction ends')
  expect(of('mysql')).toContain('write them in batches by the primary key')
})

const moods = "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE users (id int PRIMARY KEY, mood mood)"
const swapped = `CREATE TYPE mood_new AS ENUM ('low', 'ok');
ALTER TABLE users ALTER mood TYPE mood_new USING mood::text::mood_new;
ALTER TYPE mood RENAME TO mood_old;
ALTER TYPE mood_new RENAME TO mood;
`

test('a copy of rows that are put back holds the type that the script drops under another name', () => {
  const of = (end: string) =>
    said({
      rule: 'delete-without-where',
      given: moods,
      pending: [
        `SELECT * INTO kept FROM users;
DELETE FROM users;
${swapped}INSERT INTO users SELECT id, CASE mood WHEN 'sad' THEN 'low' ELSE mood::text END::mood FROM kept;
DROP TABLE kept;${end}`,
      ],
    })[0]
  expect(of('')).toContain('line 1 has copied the rows into kept, which line 8 drops. > Leave kept until')
  expect(of('DROP TYPE mood_old;')).toContain('Leave kept, and the type of its column mood, until')
})

test('a setting that is left reaches the migrations up to the next one that sets it first', () => {
  const shop = 'CREATE SCHEMA shop; CREATE SCHEMA audit'
  const of = (...next: readonly string[]) =>
    said({
      rule: 'session-setting-leak',
      given: shop,
      pending: ['SET search_path = shop; CREATE TABLE a (id int)', ...next],
    }).find(text => text.includes('stays shop'))
  const plain = 'CREATE TABLE shop.b (id int)'
  const sets = 'SET search_path = audit; CREATE TABLE c (id int)'
  const late = 'CREATE TABLE shop.d (id int); SET search_path = audit'
  const own = 'SET LOCAL search_path = audit; CREATE TABLE e (id int)'
  expect(of(plain)).toContain('stays shop for the migration of this deploy behind it, and for whatever')
  expect(of(plain, plain)).toContain('for the 2 migrations of this deploy behind it, and for whatever')
  expect(of(sets, plain, plain)).toContain('stays shop for whatever runs next')
  expect(of(plain, sets, plain)).toContain('for one migration of this deploy behind it that does not set it')
  expect(of(own, plain, late, plain)).toContain(
    'for 2 migrations of this deploy behind it that do not set it',
  )
})

test('an UPDATE of no row finds none of those that the migrations list', () => {
  const given =
    "CREATE TABLE plans (id int, name text, size int); INSERT INTO plans VALUES (1, 'a', 1), (2, 'b', 1)"
  const of = (where: string) =>
    said({
      rule: 'ddl-plus-backfill-same-txn',
      given,
      pending: [`ALTER TABLE plans ADD COLUMN age int; UPDATE plans SET size = 2 WHERE ${where}`],
    })[0]
  expect(of("name = 'a'")).toContain('of which this finds some')
  expect(of('1 = 0')).not.toContain('of which this finds some')
})

test('columns that the copy of a dropped table does not read', () => {
  const of = (select: string) =>
    said({
      rule: 'drop-table',
      given:
        'CREATE TABLE bans (id int PRIMARY KEY, person int, reason text, until date); CREATE TABLE log (person int, reason text)',
      pending: [`INSERT INTO log (person, reason) SELECT ${select} FROM bans; DROP TABLE bans`],
    })[0]
  expect(of("person, 'banned'")).toMatch(/but not from until; .* Keep the values of until first/)
  expect(of("person, concat(reason, ' until ', until)")).toMatch(/has filled log from it; /)
})

test('a materialized view that is made anew, and dropped for good later', () => {
  const of = (...later: readonly string[]) =>
    said({
      rule: 'refresh-matview-not-concurrently',
      given: 'CREATE TABLE users (id int); CREATE MATERIALIZED VIEW ids AS SELECT id FROM users',
      pending: [
        'DROP MATERIALIZED VIEW ids; CREATE MATERIALIZED VIEW ids AS SELECT id + 1 AS id FROM users',
        ...later,
      ],
    })[0]
  expect(of()).toContain('Make the new one under another name')
  expect(of('DROP MATERIALIZED VIEW ids')).toContain(
    'Leave it out, unless the deploy itself needs it: a later migration of the deploy drops it for good.',
  )
})

test('a column that is called values is no list of them', () => {
  const [found] = said({
    rule: 'drop-table',
    given: 'CREATE TABLE old (id int, "values" text); CREATE TABLE kept (id int, "values" text)',
    pending: ['INSERT INTO kept (id, "values") SELECT id, "values" FROM old; DROP TABLE old'],
  })
  expect(found).toMatch(/^warning /)
})

test('one row for all is no copy of them', () => {
  const of = (fill: string) =>
    said({
      rule: 'drop-table',
      given: 'CREATE TABLE docs (id int PRIMARY KEY, size int); CREATE TABLE sums (name text, size int)',
      pending: [`INSERT INTO sums (name, size) ${fill}; DROP TABLE docs`],
    })[0]
  expect(of("SELECT 'docs', size FROM docs")).toMatch(/^warning /)
  expect(of("VALUES ('docs', (SELECT coalesce(max(size), 0) FROM docs))")).toMatch(/^error /)
  expect(of("SELECT 'docs', coalesce(sum(size), 0) FROM docs")).toMatch(/^error /)
  expect(of("SELECT 'docs', size + (SELECT count(*) FROM sums) FROM docs")).toMatch(/^warning /)
})

test('a runner that takes a failed migration back leaves nothing behind', () => {
  const of = (layout: string, down: string) =>
    said({
      rule: 'implicit-commit-multi-ddl',
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int); CREATE TABLE carts (id int)',
      pending: ['ALTER TABLE users ADD COLUMN a int; ALTER TABLE carts ADD COLUMN b int'],
      down,
      layout,
    })
  const back = 'ALTER TABLE carts DROP COLUMN b; ALTER TABLE users DROP COLUMN a'
  expect(of('knex-migrator', back)).toEqual([])
  expect(of('knex-migrator', 'SELECT 1')).toHaveLength(1)
  expect(of('plain', back)).toHaveLength(1)
})

test('an index that the deploy itself has made and drops is left out with its CREATE INDEX', () => {
  const given = 'CREATE TABLE users (id int, a text, b text); CREATE INDEX old ON users (a)'
  const of = (...pending: readonly string[]) =>
    said({ rule: 'drop-index-not-concurrently', given, pending })[0]
  expect(of('CREATE INDEX young ON users (b)', 'DROP INDEX young')).toContain(
    'Leave both out, this and the CREATE INDEX in line 1 of 1.sql',
  )
  expect(of('CREATE INDEX young ON users (b)', 'DROP INDEX old')).not.toContain('Leave both out')
  expect(of('DROP INDEX old', 'CREATE INDEX old ON users (b)', 'DROP INDEX old')).not.toContain('Leave both')
})

test('a key of a column that the deploy adds is built in an earlier deploy only once that has the column', () => {
  const of = (column: string) =>
    said({
      rule: 'add-primary-key',
      given: 'CREATE TABLE flags (key text NOT NULL, space text NOT NULL); CREATE TABLE uses (flag text)',
      pending: [
        `ALTER TABLE flags ADD COLUMN realm text NOT NULL DEFAULT 'x'; ALTER TABLE flags ADD CONSTRAINT flags_pkey PRIMARY KEY (key, ${column}); ALTER TABLE uses ADD COLUMN of text NOT NULL DEFAULT 'x'; ALTER TABLE uses ADD FOREIGN KEY (of, flag) REFERENCES flags (${column}, key)`,
      ],
    })[0]
  expect(of('realm')).toContain('Let an earlier deploy add realm and build a unique index')
  expect(of('space')).toContain('Let an earlier deploy build a unique index')
})

test('a CHECK that the deploy takes away again is left out', () => {
  const of = (...later: readonly string[]) =>
    said({
      rule: 'add-check',
      given: 'CREATE TABLE users (id int, age int)',
      pending: ['ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 17)', ...later],
    })[0]
  expect(of()).toContain('Add it NOT VALID')
  expect(of('ALTER TABLE users DROP CONSTRAINT grown')).toContain(
    'Leave it out, unless the deploy itself needs it: a later migration of the deploy takes it away again.',
  )
  expect(of('ALTER TABLE users ADD CONSTRAINT other CHECK (id > 0)')).toContain('Add it NOT VALID')
})

test('down empties a column that the deploy has added, as it was before up', () => {
  const of = (back: string, ...before: readonly string[]) =>
    said({
      rule: 'down-loses-data',
      given: 'CREATE TABLE plans (id int, tier int)',
      pending: ['ALTER TABLE plans ADD COLUMN price int', ...before, 'UPDATE plans SET price = tier * 10'],
      down: back,
    }).filter(each => each.includes('leaves what up writes'))
  expect(of('UPDATE plans SET price = NULL')).toEqual([])
  expect(of('UPDATE plans SET price = 1')).toHaveLength(1)
  expect(of('UPDATE plans SET price = NULL', 'UPDATE plans SET price = 7')).not.toEqual([])
})

test('a key of a column that no row of a filled table can get', () => {
  const of = (column: string) =>
    said({
      rule: 'add-primary-key',
      given: 'CREATE TABLE profiles (url text NOT NULL)',
      pending: [
        `ALTER TABLE profiles ADD COLUMN id int NOT NULL, ADD CONSTRAINT profiles_pkey PRIMARY KEY (${column})`,
      ],
    })
  expect(of('id')).toEqual([])
  expect(of('url')).toHaveLength(1)
})

test('rows with NULL in a unique key are no duplicates', () => {
  const of = (what: string) =>
    said({
      rule: 'add-unique-on-existing',
      given: 'CREATE TABLE users (id int NOT NULL, team int, name text)',
      pending: [`CREATE UNIQUE INDEX one ON users ${what}`],
    })[0]
  expect(of('(id, team)')).toContain('FROM users WHERE team IS NOT NULL GROUP BY id, team')
  expect(of('(team) WHERE id > 7 OR id < 3')).toContain(
    'WHERE (id > 7 OR id < 3) AND team IS NOT NULL GROUP BY team',
  )
  expect(of('(id)')).toContain('FROM users GROUP BY id')
  expect(of('(id, team) NULLS NOT DISTINCT')).toContain('FROM users GROUP BY id, team')
})
