import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import type { DialectName, Migration, RunnerTransaction } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'

beforeAll(() => Promise.all([dialects.postgres.load(), dialects.mysql.load(), dialects.sqlite.load()]))

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

test('ALTER IGNORE of a column that no migration shows: look it up first', () => {
  expect(
    said({
      rule: 'alter-ignore',
      dialect: 'mariadb',
      pending: ['ALTER IGNORE TABLE users CHANGE team team_id int unsigned NOT NULL'],
    }),
  ).toEqual([
    expect.stringMatching(/ > Look it up in SHOW CREATE TABLE\. A column that has this type loses nothing/),
  ])
})

test('a column that is computed from others in every row: all rows are locked, and batches help', () => {
  expect(
    said({
      rule: 'update-without-where',
      dialect: 'mariadb',
      given: 'CREATE TABLE files (id int PRIMARY KEY, a int, b int, place varchar(64))',
      pending: ["UPDATE files SET place = CONCAT(a, '-', b)"],
    }),
  ).toEqual([
    'warning UPDATE files has no WHERE clause: files.place is computed from a and b in every row, and every row is locked until the transaction ends; a value that came from elsewhere is kept nowhere. > Write it in batches by the primary key, each in a transaction of its own, if all that is there was computed in this way. If not, write the new values into a new column, and keep the old one until the result is known to be right.',
  ])
})

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

test('a temporary copy goes with the connection: what is advised is a table', () => {
  const of = (kind: string, between = '') =>
    said({
      rule: 'delete-without-where',
      given: 'CREATE TABLE members (id int PRIMARY KEY)',
      pending: [
        `CREATE ${kind} members_copy AS SELECT * FROM members; ${between} DELETE FROM members; INSERT INTO members SELECT * FROM members_copy; DROP TABLE members_copy;`,
      ],
    })
  expect(of('TEMPORARY TABLE')).toEqual([
    'warning DELETE FROM members has no WHERE clause: every row goes. The INSERT from members_copy in line 1 fills it again: line 1 has copied the rows into members_copy, a temporary table, which line 1 drops. > Make members_copy a table that is not temporary, leave it until it is known that line 1 has given back all that is needed, and drop it in a later release.',
  ])
  expect(of('TABLE')[0]).toMatch(/ > Leave members_copy until it is known/)
})

test('rows that are changed while they are put aside are not put back as they were', () => {
  const of = (between: string) =>
    said({
      rule: 'delete-without-where',
      dialect: 'sqlite',
      given: 'CREATE TABLE members (id INTEGER PRIMARY KEY)',
      pending: [
        `CREATE TEMP TABLE members_copy AS SELECT * FROM members; ${between} DELETE FROM members;
INSERT INTO members SELECT * FROM members_copy;`,
      ],
    })
  expect(of('')).toEqual([])
  expect(of('DELETE FROM members_copy WHERE id > 9;')).toHaveLength(1)
})

test('a table of the deploy that is emptied and filled again from where its rows come from', () => {
  const of = (before: readonly string[], up: string) =>
    said({
      rule: 'truncate',
      given: 'CREATE TABLE users (id int, name text)',
      pending: [
        'CREATE TABLE counts (n bigint); INSERT INTO counts SELECT max(id) FROM users',
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'; DROP FUNCTION f() CASCADE",
        ...before,
        up,
      ],
    }).at(-1)
  const again = 'TRUNCATE counts; INSERT INTO counts SELECT max(id) FROM users'
  expect(of([], again)).toBe(
    'info TRUNCATE deletes every row of counts. The deploy itself makes counts, and line 1 of 1.sql puts the rows in: none is older than that. The INSERT from users in line 1 fills it again. > Compare what line 1 puts in with what line 1 of 1.sql has put in, or leave out what puts them in first, if nothing needs them until then.',
  )
  const dated =
    'INSERT INTO counts SELECT extract(dow FROM now()) FROM users CROSS JOIN LATERAL (SELECT 1) one'
  expect(of([`DELETE FROM counts; ${dated}`], `TRUNCATE counts; ${dated}`)).toMatch(/^info /)
  expect(of(['DELETE FROM users WHERE id < 9'], again)).toMatch(/^warning .* what that does not give back/)
  expect(of([], 'TRUNCATE counts; INSERT INTO counts VALUES (1)')).toMatch(/^error /)
})

test('a column that an earlier migration of the deploy has overwritten already, of a table that goes in the end', () => {
  const of = (...pending: readonly string[]) =>
    said({
      rule: 'update-without-where',
      given: 'CREATE TABLE areas (name text, url text, hash text)',
      pending,
    })
  const hash = 'UPDATE areas SET hash = md5(name || url)'
  expect(of(hash)).toEqual([expect.stringMatching(/^warning .* > Write it in batches/)])
  expect(of('SELECT 1', hash, hash)).toHaveLength(1)
  expect(of('UPDATE areas SET hash = upper(substr(hash, 1, 5))', hash)).toHaveLength(2)
  expect(of(hash, 'DROP TABLE areas')).toEqual([
    expect.stringMatching(
      / > Leave it out, unless something reads the new values before line 1 of 2\.sql drops areas\.$/,
    ),
  ])
})

test('a foreign key to a table that goes, where another one refers to what takes its place', () => {
  const of = (next: string) =>
    said({
      rule: 'drop-fk',
      given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
      pending: [
        'ALTER TABLE carts DROP CONSTRAINT carts_user',
        `CREATE TABLE members (id int PRIMARY KEY); INSERT INTO members SELECT id FROM users; ${next}`,
      ],
    })
  const again = 'ALTER TABLE carts ADD CONSTRAINT carts_member FOREIGN KEY (user_id) REFERENCES members (id);'
  expect(of(`${again} DROP TABLE users;`)).toEqual([])
  expect(of('DROP TABLE users')).toHaveLength(1)
  expect(of(again)).toHaveLength(1)
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

test('a CHECK that a later migration makes wider lets values in from there on', () => {
  const values = (name: string, list: string) => `CONSTRAINT ${name} CHECK (plan IN (${list}))`
  const drop = 'ALTER TABLE users DROP CONSTRAINT old;'
  const wider = `ALTER TABLE users DROP CONSTRAINT plans; ALTER TABLE users ADD ${values('plans', "'trial', 'free'")};`
  const of = (...pending: readonly string[]) =>
    said({
      rule: 'drop-check',
      given: `CREATE TABLE users (id int, plan text, ${values('old', "'free', 'paid'")}, ${values('plans', "'free'")})`,
      pending,
    })[0]
  expect(of(drop, `SELECT 1;\n${wider}`)).toContain(
    "takes rows with plan 'trial' from line 2 of 2.sql on, which old refused: the CHECK plans lets it in.",
  )
  expect(of(wider, drop)).toContain("takes rows with plan 'trial' from now on, which old refused")
  expect(
    of(
      `${drop} ALTER TABLE users DROP CONSTRAINT plans;`,
      `ALTER TABLE users ADD CONSTRAINT plans CHECK (plan LIKE 'a%')`,
    ),
  ).toMatch(/; on the same columns, the CHECK plans is there when line 1 of 2\.sql has run\. >/)
  const renamed = `ALTER TABLE users RENAME TO people; ${`ALTER TABLE users DROP CONSTRAINT plans; ${drop}`.replaceAll('users', 'people')}`
  expect(of(renamed)).toBeUndefined()
  expect(of(renamed, 'CREATE VIEW users AS SELECT * FROM people')).toContain('people takes')
})

test('a type that is built anew when the rows are moved writes the table again, which its finding says too', () => {
  const of = (...before: readonly string[]) =>
    said({
      rule: 'enum-values-removed',
      given: "CREATE TYPE mood AS ENUM ('good', 'bad', 'sad'); CREATE TABLE users (id int, mood mood)",
      pending: [
        `${before.join('')}ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood;`,
      ],
    })[0]
  expect(of("UPDATE users SET mood = 'bad' WHERE mood = 'sad';")).toContain(
    'code that still writes it fails. Every row of users is written again, and neither reads nor writes get through meanwhile. >',
  )
  expect(of()).not.toContain('written again')
})

test('a table that is to stay for a release keeps what it refers to from being dropped', () => {
  const of = (...pending: readonly string[]) =>
    said({
      rule: 'drop-table',
      given:
        'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE members (id int, team int REFERENCES teams (id))',
      pending,
    })[0]
  expect(of('DROP TABLE members;\nDROP TABLE teams;')).toMatch(
    / members refers to what the deploy drops behind it: the DROP of teams in line 2 has to wait as long\.$/,
  )
  expect(of('DROP TABLE members', 'DROP TABLE teams')).toContain('in line 1 of 2.sql has to wait')
  expect(of('DROP TABLE members; DROP TABLE teams CASCADE')).not.toContain('has to wait')
  expect(of('DROP TABLE members')).not.toContain('has to wait')
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

test('a script that stops at its own work computes no value twice', () => {
  const of = (before: string, after = '') =>
    said({
      rule: 'update-without-where',
      given: 'CREATE TABLE sessions (id int PRIMARY KEY, changed int)',
      pending: [`${before}\nUPDATE sessions SET changed = changed + 10;${after}`],
      dialect: 'sqlite',
      transaction: 'none',
    })[0]
  const stops =
    /^info .* in every row; a second run of the script stops before it, in line 1\. > Nothing, if all rows are meant\./
  expect(of('ALTER TABLE sessions ADD COLUMN seen int;')).toMatch(stops)
  expect(of('ALTER TABLE sessions ADD COLUMN old int; ALTER TABLE sessions RENAME old TO seen;')).toMatch(
    stops,
  )
  const twice = /^warning .*, and once more if the statement runs again\./
  expect(of('CREATE INDEX IF NOT EXISTS a ON sessions (id);')).toMatch(twice)
  expect(of('ALTER TABLE sessions ADD COLUMN seen int;', ' ALTER TABLE sessions DROP COLUMN seen;')).toMatch(
    twice,
  )
})

test('a column from which rows are filled stays until the filled one is NOT NULL', () => {
  const of = (fill: string) =>
    said({
      rule: 'set-not-null',
      given: 'CREATE TABLE users (id int, mail text, age int)',
      pending: [
        `ALTER TABLE users ADD COLUMN email text; ${fill}
ALTER TABLE users DROP COLUMN mail, ALTER COLUMN email SET NOT NULL;`,
      ],
    })[0]
  const stays = 'Until then mail has to stay, too: rows are filled from it.'
  expect(of("UPDATE users SET email = mail WHERE mail <> '';")).toContain(stays)
  expect(of("UPDATE users SET email = '' WHERE age > 9;")).not.toContain('has to stay')
})

test('with foreign keys off no row goes by CASCADE: those that refer to it stay', () => {
  const of = (pending: string, dialect: 'sqlite' | 'mysql') =>
    said({
      rule: 'delete-rows',
      given: `CREATE TABLE users (id int PRIMARY KEY, gone int);
CREATE TABLE carts (id int PRIMARY KEY, owner int, FOREIGN KEY (owner) REFERENCES users (id) ON DELETE CASCADE);`,
      pending: [pending],
      dialect,
      transaction: 'none',
    }).at(-1)
  const gone = 'DELETE FROM users WHERE gone = 1;'
  const stay = 'It also leaves rows of carts that refer to none, as foreign keys are off.'
  expect(of(gone, 'sqlite')).toContain('It also deletes the rows of carts.')
  expect(of(`PRAGMA foreign_keys = OFF; ${gone}`, 'sqlite')).toContain(stay)
  expect(of(`SET foreign_key_checks = 0; ${gone}`, 'mysql')).toContain(stay)
  expect(of(`PRAGMA foreign_keys = OFF; DELETE FROM carts WHERE owner > 1; ${gone}`, 'sqlite')).not.toContain(
    'carts',
  )
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

test('a varchar that the deploy lengthens again is not told to stay short', () => {
  const of = (next: string) =>
    said({
      rule: longer,
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int, name varchar(30), note varchar(30)) CHARSET utf8mb4',
      pending: ['ALTER TABLE users MODIFY name varchar(90)', next],
    })[0]
  expect(of('ALTER TABLE users MODIFY name varchar(255)')).toContain(
    '> Leave it out, unless what comes in between needs the length: line 1 of 2.sql makes the column varchar(255).',
  )
  expect(of('ALTER TABLE users DROP COLUMN name')).toContain(
    '> Leave the change out, unless the deploy itself needs it: a later migration of the deploy drops the column.',
  )
  expect(of('ALTER TABLE users MODIFY note varchar(40)')).toContain('> Stay on this side of the boundary')
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

test('UPDATE of every row on purpose: what it is computed from, where no migration makes the table either', () => {
  const of = (given: string, sql: string) =>
    said({ rule: 'update-without-where', dialect: 'mysql', given, pending: [sql] })
  const [computed] = of(
    '',
    "UPDATE files SET sorted = CASE WHEN missing = 0 THEN CONCAT(1000 - photo_id, '-', place) END WHERE 1",
  )
  expect(computed).toMatch(
    /^warning UPDATE files has a WHERE clause that is always true: files\.sorted is computed from missing, photo_id and place in every row,/,
  )
  const [constant] = of('CREATE TABLE files (id int, state int)', 'UPDATE files SET state = 1 WHERE true')
  expect(constant).toMatch(/> Keep the old values first, in a table with the primary key\.$/)
  const [again] = of(
    'CREATE TABLE sessions (id int, changed datetime)',
    'ALTER TABLE sessions CHANGE changed expires datetime; UPDATE sessions SET expires = expires + INTERVAL 1 HOUR',
  )
  expect(again).toMatch(/^info .* a second run of the script stops before it, in line 1\. /)
})

test('a unique key that the script drops and makes again under its name may have kept the rows apart', () => {
  const of = (name: string) =>
    said({
      rule: 'add-unique-on-existing',
      dialect: 'mysql',
      pending: [`ALTER TABLE users DROP INDEX ${name}; ALTER TABLE users ADD UNIQUE ${name} (email)`],
    })
  expect(of('users_email_unique')).toEqual([
    'info Two rows of users with the same email stop the statement, unless the index of that name that line 1 drops has kept them apart. > If it has, leave both statements out where nothing between them needs it gone. If not: Look for duplicates first: SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1. Merge or delete them before this migration.',
  ])
  expect(of('users_email')[0]).toMatch(/^warning Two rows of users with the same email stop the statement\. /)
})

test('columns that one statement narrows alike are one finding, and a later index needs the column itself', () => {
  const of = (...pending: readonly string[]) =>
    said({
      rule: 'type-narrowing',
      dialect: 'mysql',
      given: 'CREATE TABLE days (up smallint, down smallint, page varchar(2000))',
      pending,
    })
  expect(of('ALTER TABLE days MODIFY up int unsigned, MODIFY down int unsigned')).toEqual([
    'warning days.up and days.down change from smallint to int unsigned: a negative value stops the statement in strict mode, and is cut or clamped without it. > SELECT count(*) FROM days WHERE up < 0 OR down < 0 says how many there are: with none, the change may stay as it is; correct them before otherwise. Or add a column of the new type, fill it in batches, and switch over.',
  ])
  const dates = said({
    rule: 'type-narrowing',
    given: 'CREATE TABLE permits (sent timestamptz, seen timestamptz)',
    pending: [
      'ALTER TABLE permits ALTER sent TYPE date USING sent::date, ALTER seen TYPE date USING seen::date',
    ],
  })
  expect(dates.map(each => each.slice(0, 70))).toEqual([
    'error permits.sent and permits.seen change from timestamptz to date: v',
  ])
  const [indexed] = of('ALTER TABLE days MODIFY page varchar(191)', 'CREATE INDEX of_page ON days (page)')
  expect(indexed).toMatch(
    / correct them before otherwise\. A column of the new type beside it is no way here: line 1 of 2\.sql goes on with page itself\.$/,
  )
})

test('CHECKs and a default that one statement changes for the same values stay together', () => {
  expect(
    said({
      rule: 'add-check-on-existing',
      given: `CREATE TABLE fees (id int, level int NOT NULL DEFAULT 1, CONSTRAINT levels CHECK (level IN (1, 2)),
CONSTRAINT pairs CHECK (level IN (1, 2) AND id > 0))`,
      pending: [
        'UPDATE fees SET level = 2 WHERE level = 1',
        `ALTER TABLE fees DROP CONSTRAINT pairs, ADD CONSTRAINT pairs CHECK (id > 0),
DROP CONSTRAINT levels, ADD CONSTRAINT levels CHECK (level IN (2)), ALTER COLUMN level SET DEFAULT 2`,
      ],
    })[0],
  ).toMatch(
    /> Leave the CHECK pairs, the CHECK levels and the default of level as they are at first, and change them in a later release, when no code writes it any more\.$/,
  )
})

test('a change of type that builds an index again says nothing of CHECKs, and the other way round', () => {
  const of = (what: string) =>
    said({
      rule: 'alter-column-type-scan',
      given: `CREATE TABLE jobs (id int, made timestamp, state varchar(10)); ${what}`,
      pending: [
        "SET timezone = 'UTC'; ALTER TABLE jobs ALTER made TYPE timestamptz, ALTER state TYPE varchar(20)",
      ],
    })
  expect(of('CREATE INDEX of_made ON jobs (made)')[0]).toMatch(/CREATE INDEX CONCURRENTLY\.$/)
  expect(of("ALTER TABLE jobs ADD CHECK (made > '2000-01-01')")[0]).toMatch(
    / > Drop a CHECK and add it again NOT VALID/,
  )
})

test('values of rows that a copy has asked for in the same way are kept', () => {
  const of = (kind: string) =>
    said({
      rule: 'dml-overwrites-data',
      dialect: 'sqlite',
      given: `CREATE TABLE boards (id INTEGER PRIMARY KEY); CREATE TABLE places (part INTEGER, x INTEGER);
CREATE TABLE parts (id INTEGER PRIMARY KEY, board INTEGER NOT NULL REFERENCES boards (id), kind TEXT, x INTEGER)`,
      pending: [
        `INSERT INTO places (part, x) SELECT p.id, p.x FROM boards LEFT JOIN parts p ON p.board = boards.id
WHERE p.id IS NOT NULL AND "p"."kind" = '${kind}'`,
        "UPDATE parts SET x = NULL WHERE kind = 'free'",
      ],
    })[0]
  expect(of('free')).toMatch(
    /are copied before: line 1 of 1\.sql fills places from such rows\. > Nothing, if no running code needs the old values here\.$/,
  )
  expect(of('fixed')).toMatch(/may be kept in part: line 1 of 1\.sql fills places from it\. /)
})

test('DROP TABLE: a working list of the script, and a table that an UPDATE asks for and takes nothing from', () => {
  const of = (sql: string) =>
    said({
      rule: 'drop-table',
      given: `CREATE TABLE teams (id int PRIMARY KEY, owner int); CREATE TABLE members (team int, person int);
CREATE TABLE files (id int PRIMARY KEY, person int, team int)`,
      pending: [sql],
    })[0]
  expect(
    of(`CREATE TABLE own AS SELECT min(id) AS id FROM files GROUP BY person;
UPDATE files SET team = 1 FROM own WHERE own.id = files.id; DELETE FROM files WHERE team = 2; DROP TABLE own`),
  ).toMatch(/^info Dropping own: line 1 has made it, a list of one column that the script works with\. /)
  const update = (value: string) =>
    of(`UPDATE files SET team = ${value} FROM teams t, members m WHERE m.team = t.id AND m.person = files.person;
DROP TABLE members`)
  expect(update('t.id')).toMatch(/^error Dropping members deletes every row in it\. > /)
  expect(update('m.team')).toMatch(/ Line 1 fills files from it, but perhaps not from every row\. > /)
})

test('rows that come back from a table that has one of each are no duplicates', () => {
  const of = (group: string) =>
    said({
      rule: 'add-unique-on-existing',
      dialect: 'mysql',
      given: 'CREATE TABLE found (page int, word varchar(50), place int)',
      pending: [
        `CREATE TEMPORARY TABLE kept (page int, word varchar(50), place int);
INSERT INTO kept SELECT page, word, max(place) FROM found GROUP BY ${group};
DELETE FROM found;
INSERT INTO found (page, word, place) SELECT * FROM kept;
ALTER TABLE found ADD UNIQUE (page, word);`,
      ],
    })
  expect(of('page, word')).toEqual([])
  expect(of('page, word, place')).toHaveLength(1)
})

test('a rebuild leaves out rows that belong to nothing, or that a join does not find', () => {
  const given = `CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE labels (tag_id INTEGER, page TEXT)`
  const of = (columns: string, select: string) =>
    said({
      rule: 'drop-table',
      dialect: 'sqlite',
      given,
      pending: [
        `CREATE TABLE labels_new (${columns});
INSERT INTO labels_new ${select};
DROP TABLE labels;
ALTER TABLE labels_new RENAME TO labels`,
      ],
    })
  const both = 'tag_id INTEGER, page TEXT, PRIMARY KEY (tag_id, page)'
  expect(
    of(
      both,
      'SELECT tag_id, page FROM labels WHERE tag_id IS NOT NULL AND labels.page IS NOT NULL ON CONFLICT (tag_id, page) DO NOTHING',
    ),
  ).toEqual([
    'warning Line 2 copies labels into labels_new, which takes its place, without the rows whose tag_id or page is NULL: they are deleted, and so are all rows but one with the same key. > Count them first: SELECT count(*) FROM labels WHERE tag_id IS NULL OR page IS NULL, and SELECT tag_id, page, count(*) FROM labels GROUP BY tag_id, page HAVING count(*) > 1. A row without its key belongs to nothing; keep in an archive table what anybody needs all the same.',
  ])
  expect(
    of(
      'tag_id INTEGER PRIMARY KEY, page TEXT NOT NULL',
      'SELECT tag_id, page FROM labels WHERE tag_id IS NOT NULL AND page IS NOT NULL',
    )[0],
  ).toMatch(
    /^error Line 2 .* Give page a value in the copy where there is none, as coalesce\(page, …\), or keep/,
  )
  expect(of(both, "SELECT tag_id, page FROM labels WHERE tag_id IS NOT NULL AND page <> ''")).toEqual([
    'error Line 2 copies only some rows of labels into labels_new, which takes its place: the others are deleted. > Copy every row, or count those that are left out first and keep them in an archive table.',
  ])
  expect(
    of('tag TEXT NOT NULL, page TEXT', 'SELECT tags.name, page FROM labels JOIN tags ON tags.id = tag_id'),
  ).toEqual([
    'error Line 2 copies only some rows of labels into labels_new, which takes its place: the others are deleted. > Count those that are left out first, and keep them in an archive table if anybody needs them.',
  ])
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
  expect(of('seen IS NULL')).toContain('Else add it nullable')
  expect(of('seen = 0 AND id > 5')).toContain('Else add it nullable')
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
    '> Add token and code nullable and without the default, and set the default and NOT NULL behind the UPDATE in line 2, which fills them. That saves one of two passes: the transaction holds the lock until the UPDATE and what follows is done too, so roll back at a quiet time.',
  )
  expect(of(`${both}\nUPDATE users SET token = id::text::uuid`)).toContain('in batches')
})

test('a foreign key of a column that down adds keeps its name and actions, and readers wait for it too', () => {
  const key = 'FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE RESTRICT'
  const of = (down: string) =>
    said({
      rule: 'down-unsafe-locks',
      given: `CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int, team_id int, place_id int);
ALTER TABLE users ADD CONSTRAINT of_team ${key}; ALTER TABLE users ADD CONSTRAINT of_place ${key.replace('team_id', 'place_id')}`,
      pending: ['ALTER TABLE users DROP COLUMN team_id, DROP COLUMN place_id'],
      down,
    })[0]
  const column = 'ALTER TABLE users ADD COLUMN team_id int, ADD COLUMN place_id int'
  const one = `${column};\nALTER TABLE users ADD CONSTRAINT of_team ${key};`
  expect(of(one)).toContain(
    'which up does not. Nobody can read users either: the lock of the ALTER TABLE in line 1',
  )
  expect(of(`BEGIN; ${column}; COMMIT;\n${one.split('\n')[1]}`)).not.toContain('either')
  const inline =
    '> Write CONSTRAINT of_team REFERENCES teams (id) ON DELETE RESTRICT in the ADD COLUMN itself, '
  expect(of(one)).toContain(inline)
  expect(of(one)).not.toContain('even so')
  expect(of(`${one}\nUPDATE users SET team_id = id`)).toContain(
    'and reads none. The UPDATE in line 3 runs under the same lock even so: put it into a down script of its own.',
  )
  expect(
    of(`${one} ALTER TABLE users ADD CONSTRAINT of_place ${key.replace('team_id', 'place_id')}`),
  ).toContain('in each ADD COLUMN itself, with the name and the actions of its key, ')
})

test.each([
  [
    'a table that has to be empty for the script to pass',
    '',
    '',
    'warning',
    'No value is lost as the script stands: line 3 fails where profiles has rows',
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
  const again = of('drop-and-re-add-column', 'DROP COLUMN url, ADD COLUMN url text')
  expect(again).toMatch(severity === 'warning' ? /^info / : /^error /)
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

test('rows that a migration takes over with LIMIT 1 are listed by it as well', () => {
  const of = (limit: string) =>
    said({
      rule: 'ddl-plus-backfill-same-txn',
      given: `CREATE TABLE sites (id int, size int); CREATE TABLE own_sites (id int, size int);
INSERT INTO own_sites SELECT id, size FROM sites ORDER BY id ${limit}`,
      pending: [
        'ALTER TABLE own_sites ALTER size SET DEFAULT 2; UPDATE own_sites SET size = 2 WHERE size = 1',
      ],
    })[0]
  expect(of('LIMIT 1')).toMatch(/^info .* of which this finds some/)
  expect(of('LIMIT 10')).toMatch(/^warning /)
  expect(of('')).toMatch(/^warning /)
})

test('a column that is dropped and added again is filled from another one of the table', () => {
  const of = (update: string, type = 'text') =>
    said({
      rule: 'drop-and-re-add-column',
      given: `CREATE TABLE codes (code text PRIMARY KEY, display text, kind text);
CREATE TABLE permits (id int PRIMARY KEY, source text, letters text, kind text);`,
      pending: [
        `ALTER TABLE permits DROP COLUMN source;
ALTER TABLE permits ADD COLUMN source ${type};
UPDATE permits SET source = ${update};`,
      ],
    })[0]
  expect(of('(SELECT code FROM codes WHERE codes.display = permits.letters)')).toBe(
    'warning permits.source is dropped and added again: its old values are lost, and line 3 fills the new column from letters, where a row that it leaves out stays NULL. > Compare first, row by row, source with what this UPDATE writes, and count the rows with a value that it leaves out.',
  )
  expect(of('upper(letters) WHERE id > 3', "text DEFAULT ''")).toContain('leaves out keeps the DEFAULT.')
  expect(of("'a' WHERE letters = 'b'")).toMatch(/^error .*: every old value is lost\./)
  expect(of("(SELECT min(kind) FROM codes WHERE display = 'a')")).toMatch(/^error /)
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
    'Leave both out, this and the drop in line 1, unless the deploy itself needs the new one: a later migration of the deploy drops it for good.',
  )
  const withView = (later: string) =>
    said({
      rule: 'refresh-matview-not-concurrently',
      given:
        'CREATE TABLE users (id int); CREATE VIEW v AS SELECT id FROM users; CREATE MATERIALIZED VIEW ids AS SELECT * FROM v',
      pending: [
        'DROP VIEW v CASCADE; CREATE VIEW v AS SELECT id + 1 AS id FROM users; CREATE MATERIALIZED VIEW ids AS SELECT * FROM v',
        later,
      ],
    })[0]
  expect(withView('DROP VIEW v CASCADE')).toContain(
    '> Leave it out, with DROP VIEW in line 1, which takes it along, and the new v, unless the deploy itself needs the new one: ',
  )
  expect(withView('DROP MATERIALIZED VIEW ids')).toContain('> If v keeps the names and types of its columns')
})

test('an index that the deploy makes to find rows by is built and dropped CONCURRENTLY', () => {
  const of = (rule: string, between: string) =>
    said({
      rule,
      given: 'CREATE TABLE lines (id int, parent_id int); CREATE TABLE gone (id int)',
      pending: [
        'CREATE INDEX by_parent ON lines (parent_id);\nCREATE INDEX by_id ON lines (id);',
        between,
        'DROP INDEX by_parent, by_id',
      ],
    })[0]
  const found = 'DELETE FROM lines USING gone WHERE lines.parent_id = gone.id'
  expect(of('drop-index-not-concurrently', found)).toContain('> Use DROP INDEX CONCURRENTLY')
  expect(of('create-index-not-concurrently', found)).not.toContain('Leave both out')
  const other = 'UPDATE lines SET parent_id = 1'
  expect(of('create-index-not-concurrently', other)).toContain('> Leave both out, this and the DROP INDEX')
  expect(of('drop-index-not-concurrently', other)).toContain('CREATE INDEX in lines 1 and 2 of 1.sql')
})

test('a setting is put back in the words of the engine', () => {
  const of = (dialect: DialectName, sql: string) =>
    said({ rule: 'session-setting-leak', dialect, pending: [sql] })[0]
  expect(of('postgres', "SET timezone = 'UTC'; CREATE TABLE users (id int)")).toMatch(
    / > Write SET LOCAL, which ends with the transaction, or .*, with RESET\.$/,
  )
  expect(of('mysql', "SET time_zone = '+00:00'; CREATE TABLE users (id int)")).toMatch(
    / > Keep the old value in a variable, and put it back at the end of the script\.$/,
  )
})

test('a stored column that the deploy drops again is left out with its index', () => {
  const of = (...later: readonly string[]) =>
    said({
      rule: 'add-column-generated-stored',
      given: 'CREATE TABLE spaces (name text)',
      pending: [
        `ALTER TABLE spaces ADD COLUMN found text GENERATED ALWAYS AS (lower(name)) STORED;
CREATE INDEX spaces_found ON spaces (found);`,
        ...later,
      ],
    })[0]
  expect(of()).toContain('> Add a plain column that a trigger or the code fills')
  expect(of('ALTER TABLE spaces DROP COLUMN found')).toContain(
    '> Leave both out, this, with the CREATE INDEX in line 2, and the DROP COLUMN in line 1 of 2.sql, unless the deploy itself needs the column in between.',
  )
  const again = 'ALTER TABLE spaces ADD COLUMN found text GENERATED ALWAYS AS (upper(name)) STORED'
  expect(of(`ALTER TABLE spaces DROP COLUMN found;\n${again}`)).toContain(
    ' in between: line 2 of 2.sql adds it anew.',
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

test('implicit-commit-multi-ddl: what runs again from the start is not what a second run stops at', () => {
  const of = (up: string) =>
    said({
      rule: commits,
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int, name varchar(9)); CREATE TABLE carts (id int)',
      pending: [up],
    })
  const numbers =
    'DROP TABLE IF EXISTS numbers; CREATE TABLE numbers (id int); INSERT INTO numbers VALUES (1);'
  expect(of(`${numbers} ALTER TABLE users ADD UNIQUE (name)`)).toEqual([])
  expect(
    of(`${numbers} SET @a = 1; INSERT INTO carts VALUES (@a); ALTER TABLE users ADD UNIQUE (name)`),
  ).toEqual([
    expect.stringMatching(
      /statement 6 of 6 fails, statements 1 to 5 stay done .* does statement 5 again or stops there at a unique key\./,
    ),
  ])
  expect(of(`${numbers} ALTER TABLE carts ADD COLUMN a int; ALTER TABLE users ADD UNIQUE (name)`)).toEqual([
    expect.stringContaining('does not get past statement 4, which is done already.'),
  ])
  // Dropped and added again, it can be both a second time.
  expect(
    of(
      'ALTER TABLE carts DROP COLUMN id; ALTER TABLE carts ADD COLUMN id int; ALTER TABLE users ADD UNIQUE (name)',
    ),
  ).toEqual([expect.not.stringContaining('does not get past')])
  const procedure = (body: string) =>
    `DROP PROCEDURE IF EXISTS later; CREATE PROCEDURE later() BEGIN ${body}; END; CALL later();`
  const guarded =
    procedure(`IF NOT EXISTS (SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE()
    AND table_name = 'carts' AND index_name = 'carts_id') THEN ALTER TABLE carts ADD INDEX carts_id (id); END IF`)
  expect(of(`ALTER TABLE users MODIFY name varchar(20); ${guarded}`)).toEqual([])
  expect(of(`${procedure('INSERT INTO carts VALUES (1)')} ALTER TABLE users ADD UNIQUE (name)`)).toEqual([
    expect.stringContaining('A procedure stays with the statements that drop, make and call it.'),
  ])
})

test('knex-migrator has a connection of its own, where foreign keys are off unless it is told otherwise', () => {
  const of = (layout: string) =>
    said({
      rule: 'knex-sqlite-alter-cascade',
      dialect: 'sqlite',
      given: `CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
      pending: [
        `CREATE TABLE _knex_temp_alter042 (id INTEGER PRIMARY KEY); INSERT INTO _knex_temp_alter042 SELECT id FROM users;
DROP TABLE users; ALTER TABLE _knex_temp_alter042 RENAME TO users;`,
      ],
      layout,
    })
  expect(of('knex-migrator')).toEqual([expect.stringMatching(/^info .*a connection of its own/)])
  expect(of('knex')).toEqual([expect.stringMatching(/^error /)])
})

test('a materialized view that has to go for a change of what it reads is not made beside it', () => {
  const of = (between: string) =>
    said({
      rule: 'refresh-matview-not-concurrently',
      given: `CREATE TABLE comments (id int, post_id int);
CREATE MATERIALIZED VIEW counts AS SELECT post_id, count(*) FROM comments GROUP BY post_id`,
      pending: [
        `DROP MATERIALIZED VIEW counts;
${between};
CREATE MATERIALIZED VIEW counts AS SELECT post_id, count(id) FROM comments GROUP BY post_id`,
      ],
    })[0]
  expect(of('ALTER TABLE comments ALTER COLUMN post_id TYPE bigint')).toContain(
    'Line 2 changes what it reads',
  )
  expect(of('ALTER TABLE comments ADD COLUMN note text')).toContain('Make the new one under another name')
})

test('a CHECK pins a table to one row only where the server keeps CHECKs', () => {
  const of = (dbVersion: string) =>
    said({
      rule: 'mysql-table-copy',
      dialect: 'mysql',
      dbVersion,
      given: 'CREATE TABLE settings (id int PRIMARY KEY, plan varchar(20), CHECK (id = 1))',
      pending: ['ALTER TABLE settings MODIFY plan text'],
    })
  expect(of('5.7')).toHaveLength(1)
  expect(of('8.0.36')).toEqual([])
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

test('an index that the deploy makes under the name of one that it has dropped is left out as well', () => {
  const given = 'CREATE TABLE users (id int, a text, b text); CREATE INDEX old ON users (a)'
  const of = (...pending: readonly string[]) =>
    said({ rule: 'drop-index-not-concurrently', given, pending }).at(-1)
  expect(
    of('DROP INDEX old; CREATE INDEX old ON users (b)', 'DROP INDEX old; CREATE INDEX old ON users (b, id)'),
  ).toContain(
    'Leave both out, this and the CREATE INDEX in line 1 of 1.sql, unless the deploy itself needs the index in between: what releases have under that name is another index, which the deploy drops before.',
  )
  expect(of('CREATE INDEX IF NOT EXISTS old ON users (b)', 'DROP INDEX old')).not.toContain('Leave both out')
})

test('a key that the deploy takes away again is left out with its DROP CONSTRAINT', () => {
  const given = 'CREATE TABLE users (id int PRIMARY KEY, team int NOT NULL)'
  const of = (...pending: readonly string[]) => said({ rule: 'add-unique-constraint', given, pending })[0]
  const add = 'ALTER TABLE users ADD UNIQUE (team)'
  expect(of(add, 'ALTER TABLE users DROP CONSTRAINT users_team_key')).toContain(
    'Leave both out, this and the DROP CONSTRAINT in line 1 of 2.sql, unless the deploy itself needs the key in between.',
  )
  expect(of(add, 'ALTER TABLE users DROP COLUMN team')).toContain(
    'Leave it out, unless the deploy itself needs it: a later migration of the deploy drops the column.',
  )
  expect(of(add)).not.toContain('out,')
})

test('an index whose duplicates the script deletes is built behind the DELETE', () => {
  const given = 'CREATE TABLE users (id int NOT NULL, email text NOT NULL)'
  const told = (add: string, rule: string) =>
    said({
      rule,
      given,
      pending: [`DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id;\n${add}`],
    })[0]
  const behind = 'It comes behind the DELETE in line 1, which goes into a migration before it'
  expect(told('ALTER TABLE users ADD UNIQUE (email)', 'add-unique-constraint')).toContain(behind)
  expect(told('ALTER TABLE users ADD PRIMARY KEY (email)', 'add-primary-key')).toContain(behind)
  expect(told('CREATE UNIQUE INDEX one ON users (email)', 'create-index-not-concurrently')).toContain(behind)
  expect(told('CREATE INDEX one ON users (email)', 'create-index-not-concurrently')).not.toContain(behind)
})

test('a required column that a later migration lets be NULL is NULL from the start', () => {
  const given = 'CREATE TABLE users (id int PRIMARY KEY)'
  const of = (dialect: DialectName, ...pending: readonly string[]) =>
    said({ rule: 'add-required-column', given, dialect, pending })[0]
  const add = 'ALTER TABLE users ADD home varchar(20) NOT NULL'
  expect(of('mysql', add, 'ALTER TABLE users MODIFY home varchar(20) NULL')).toContain(
    "Add it NULL at once, and leave out line 1 of 2.sql, which does no more than let it be NULL. Rows that exist have NULL then, where they would have ''.",
  )
  expect(of('mysql', add, 'ALTER TABLE users MODIFY home varchar(40) NULL')).toContain(
    'Add it NULL at once: line 1 of 2.sql lets it be NULL anyway.',
  )
  expect(of('postgres', add, 'ALTER TABLE users ALTER home DROP NOT NULL')).toContain(
    'Add it NULL at once, and leave out line 1 of 2.sql, which does no more than let it be NULL.',
  )
  expect(of('mysql', add, 'ALTER TABLE users MODIFY home varchar(40) NOT NULL')).not.toContain('at once')
  expect(
    of(
      'postgres',
      add,
      'ALTER TABLE users ALTER home DROP NOT NULL',
      'ALTER TABLE users ALTER home SET NOT NULL',
    ),
  ).not.toContain('at once')
})

test('a backfill in a migration of its own says what has to wait behind it', () => {
  const of = (...then: readonly string[]) =>
    said({
      rule: 'ddl-plus-backfill-same-txn',
      given: 'CREATE TABLE posts (id int PRIMARY KEY, at text, body text)',
      pending: [
        [
          'ALTER TABLE posts ADD COLUMN made text',
          'UPDATE posts SET made = lower(at)',
          ...then.map(action => `ALTER TABLE posts ${action}`),
        ].join(';\n'),
      ],
    })[0]?.split(' > ')[1]
  const apart = 'Fill the rows in a migration of its own, or outside the migrations in batches.'
  const drop =
    ' The UPDATE reads what this deploy drops: the DROP of at in line 3 has to wait until the last row is filled.'
  expect(of('DROP COLUMN at')).toBe(`${apart}${drop}`)
  expect(of('ALTER COLUMN made SET NOT NULL')).toBe(
    `${apart} NOT NULL of made in line 3 has to wait until the last row is filled.`,
  )
  expect(of('DROP COLUMN at', 'ALTER COLUMN made SET NOT NULL')).toBe(
    `${apart}${drop} NOT NULL of made in line 4 has to wait as long.`,
  )
  expect(of('DROP COLUMN body', 'ALTER COLUMN id SET NOT NULL')).toBe(apart)
  // What is written is not read, and rows whose value changes have one.
  expect(of('DROP COLUMN made')).toBe(apart)
  const [changed] = said({
    rule: 'ddl-plus-backfill-same-txn',
    given: 'CREATE TABLE posts (id int PRIMARY KEY, state text)',
    pending: [
      "ALTER TABLE posts ADD COLUMN at text; UPDATE posts SET state = 'new', at = 'a' || id WHERE state = 'old'; ALTER TABLE posts ALTER COLUMN state SET NOT NULL",
    ],
  })
  expect(changed).toMatch(/in batches\.$/)
})

test('a backfill in batches says which DROP of what it reads has to wait', () => {
  const given =
    'CREATE TABLE posts (id int PRIMARY KEY, at text, body text); CREATE TABLE times (id int PRIMARY KEY, at text)'
  const of = (fill: string, ...pending: readonly string[]) =>
    said({
      rule: 'unbatched-backfill',
      dialect: 'mysql',
      given,
      pending: [`ALTER TABLE posts ADD COLUMN made text;\n${fill};`, ...pending],
    })[0]
  const own = 'UPDATE posts SET made = at'
  expect(of(`${own};\nALTER TABLE posts DROP COLUMN at`)).toContain(
    'The UPDATE reads what this deploy drops: the DROP of at in line 3 has to wait until the last row is filled.',
  )
  expect(of(own, 'ALTER TABLE posts DROP COLUMN at')).toContain(
    'the DROP of at in line 1 of 2.sql has to wait',
  )
  expect(of(own, 'ALTER TABLE posts DROP COLUMN body')).not.toContain('has to wait')
  const other = 'UPDATE posts SET made = (SELECT t.at FROM times t WHERE t.id = posts.id)'
  expect(of(other, 'DROP TABLE times')).toContain('the DROP of times in line 1 of 2.sql has to wait')
  expect(of(other, 'ALTER TABLE posts DROP COLUMN at')).not.toContain('has to wait')
  expect(of(other, 'ALTER TABLE times DROP COLUMN at')).toContain('the DROP of at in line 1 of 2.sql')
})

test('who leaves one DROP INDEX out is told of those behind it, and of the index that takes its name', () => {
  const given = 'CREATE TABLE users (id int, a text, b text); CREATE INDEX old ON users (a)'
  const young = 'CREATE INDEX young ON users (b); CREATE INDEX small ON users (id)'
  const of = (rule: string, ...pending: readonly string[]) => said({ rule, given, pending })
  const drop = (...names: readonly string[]) => names.map(name => `DROP INDEX ${name};`).join('\n')
  const first = (...pending: readonly string[]) => of('drop-index-not-concurrently', ...pending)[0]
  expect(first(young, drop('young', 'small'))).toContain(
    'no release has had it. Do the same with the DROP INDEX in line 2, or it takes the same lock.',
  )
  expect(first(young, drop('young', 'small', 'old'))).toContain(
    'no release has had it. The DROP INDEX in lines 2 and 3 take the same lock in its place: use CONCURRENTLY for each too.',
  )
  expect(first(drop('old', 'missing'))).not.toContain('same lock')
  expect(first(young, `${drop('young')} COMMIT; ${drop('old')}`)).not.toContain('same lock')
  const anew = (name: string) =>
    of('create-index-not-concurrently', young, `${drop(name)}\nCREATE INDEX ${name} ON users (b, id)`)
  expect(anew('young')[2]).toContain(
    'Leave out the old one, which no release has had, with the CREATE INDEX in line 1 of 1.sql and the DROP INDEX in line 1, unless',
  )
  expect(anew('old')[2]).toContain('Build it first as old_new')
})

test('a foreign key that down puts back is implied by keys that were checked, to the same columns', () => {
  const of = (key: string, up = 'plan_id') =>
    said({
      rule: 'down-can-fail-on-data',
      given: `CREATE TABLE plans (id int PRIMARY KEY, other int UNIQUE);
CREATE TABLE crop_plans (plan_id int PRIMARY KEY, other int NOT NULL UNIQUE);
ALTER TABLE crop_plans ADD CONSTRAINT of_plan FOREIGN KEY ${key};
CREATE TABLE beds (id int PRIMARY KEY, plan_id int CONSTRAINT beds_plan REFERENCES plans (id));`,
      pending: [
        `ALTER TABLE beds DROP CONSTRAINT beds_plan;
ALTER TABLE beds ADD CONSTRAINT beds_plan FOREIGN KEY (plan_id) REFERENCES crop_plans (${up});`,
      ],
      down: `ALTER TABLE beds DROP CONSTRAINT beds_plan;
ALTER TABLE beds ADD CONSTRAINT beds_plan FOREIGN KEY (plan_id) REFERENCES plans (id);`,
    })
  expect(of('(plan_id) REFERENCES plans')).toEqual([])
  expect(of('(plan_id) REFERENCES plans', 'other')).toHaveLength(1)
  expect(of('(plan_id) REFERENCES plans (id) NOT VALID')).toHaveLength(1)
  expect(of('(plan_id) REFERENCES plans (other)')).toHaveLength(1)
})

test.each([
  ['add-column-volatile-default', 'uuid NOT NULL DEFAULT gen_random_uuid()'],
  ['add-column-serial', 'serial'],
])(
  '%s: what needs the values waits with them, as builders say the key apart from its column',
  (rule, type) => {
    const of = (then: string) =>
      said({
        rule,
        given: 'CREATE TABLE users (name text)',
        pending: [`ALTER TABLE users ADD COLUMN id ${type};\n${then}`],
      })[0]
    const key = 'ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);'
    const waits = 'The PRIMARY KEY in line 2 makes it NOT NULL by itself: it has to wait too'
    expect(of(key)).toMatch(new RegExp(` ${waits}\\.$`))
    const child = 'ALTER TABLE carts ADD FOREIGN KEY (user_id) REFERENCES users (id)'
    expect(of(`${key}\nCREATE TABLE carts (user_id uuid);\n${child}`)).toContain(
      `${waits}, as has the foreign key in line 4, which needs it.`,
    )
    expect(of('ALTER TABLE users ADD CONSTRAINT users_id UNIQUE (id)')).not.toContain('wait too')
  },
)

test('an index of a table or column that the deploy drops under another name is left out', () => {
  const of = (...later: readonly string[]) =>
    said({
      rule: 'create-index-not-concurrently',
      given: 'CREATE TABLE logs (id int, by_user int)',
      pending: ['CREATE INDEX logs_by_user ON logs (by_user)', ...later],
    })[0]
  const renamed = 'ALTER TABLE logs RENAME TO old_logs'
  expect(of(renamed, 'DROP TABLE old_logs')).toMatch(/> Leave it out, .* drops the table\.$/)
  expect(
    of('ALTER TABLE logs RENAME COLUMN by_user TO user_id', 'ALTER TABLE logs DROP COLUMN user_id'),
  ).toMatch(/> Leave it out, .* drops the column\.$/)
  expect(of(renamed)).not.toContain('Leave it out')
  // A rebuild: what the index is for is there at the end.
  expect(of(renamed, 'CREATE TABLE logs (id bigint, by_user int)', 'DROP TABLE old_logs')).not.toContain(
    'Leave',
  )
})

test.each([
  ['id int PRIMARY KEY', 'Where the table is large, use an online schema change tool (gh-ost, pt-', ''],
  ['id int', 'Make it at a quiet time: an online schema change tool needs a key', ''],
  [
    'id int PRIMARY KEY, FOREIGN KEY (team) REFERENCES teams (id)',
    'use pt-online-schema-change, which gives its',
    '',
  ],
  [
    'id int PRIMARY KEY, KEY (team)',
    'use pt-online-schema-change with --alter-foreign-keys-method (gh-ost',
    'team',
  ],
])('the online tool that can copy a table with %s', (columns, words, parent) => {
  const child = 'CREATE TABLE pets (of int, FOREIGN KEY (of) REFERENCES users (team))'
  const [found] = said({
    rule: 'mysql-table-copy',
    dialect: 'mysql',
    given: `CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (team int, visits int, ${columns});
${parent === '' ? '' : child}`,
    pending: ['ALTER TABLE users MODIFY visits bigint'],
  })
  expect(found).toContain(`> ${words.startsWith('use') ? `Where the table is large, ${words}` : words}`)
})

test('Knex builds a table anew in down: rows that the rollback drops anyway, and tables that nobody here has made', () => {
  const of = (given: string, ...pending: readonly string[]) =>
    said({
      rule: 'knex-sqlite-alter-cascade',
      dialect: 'sqlite',
      given,
      pending,
      down: `CREATE TABLE _knex_temp_alter042 (id INTEGER PRIMARY KEY);
INSERT INTO _knex_temp_alter042 SELECT id FROM users; DROP TABLE users;
ALTER TABLE _knex_temp_alter042 RENAME TO users;`,
    })
  const users = 'CREATE TABLE users (id INTEGER PRIMARY KEY);'
  const carts =
    'CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);'
  const add = 'ALTER TABLE users ADD age INTEGER'
  expect(of('', `${users} ${carts}`, add)).toEqual([])
  expect(of(`${users} ${carts}`, add)).toEqual([
    expect.stringContaining('dropping the old one deletes the rows of carts, if'),
  ])
  expect(of(carts, add)).toEqual([
    expect.stringContaining('dropping the old one at least deletes the rows of carts, if'),
  ])
})

test('a NOT NULL that is to wait says that the primary key behind it has to wait too', () => {
  const of = (...behind: readonly string[]) =>
    said({
      rule: 'set-not-null',
      given:
        'CREATE TABLE uses (flag int NOT NULL, owner int NOT NULL, CONSTRAINT of_old PRIMARY KEY (flag, owner))',
      pending: [
        `ALTER TABLE uses ADD COLUMN plan int;
ALTER TABLE uses ALTER COLUMN plan SET NOT NULL;
${behind.join('\n')}`,
      ],
    })[0]
  const add = 'ALTER TABLE uses ADD PRIMARY KEY (plan, owner);'
  expect(of('ALTER TABLE uses DROP CONSTRAINT of_old;', add, 'ALTER TABLE uses DROP COLUMN flag;')).toMatch(
    / The PRIMARY KEY in line 4 makes it NOT NULL by itself: it has to wait too, and what takes the old key away \(line 3 and line 5\)\.$/,
  )
  expect(of('ALTER TABLE uses DROP COLUMN flag;')).not.toContain('PRIMARY KEY')
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

test('what others wait for behind a clause that loses data is told, and not for that clause itself', () => {
  const of = (rule: string, pending: string) =>
    said({
      rule,
      given:
        'CREATE TABLE likes (id int PRIMARY KEY, person int NOT NULL, post int NOT NULL, price numeric(10, 2))',
      pending: [pending],
    })
  const key = 'ADD PRIMARY KEY (person, post)'
  expect(of('add-primary-key', `ALTER TABLE likes DROP COLUMN id, ${key}`)).toEqual([
    expect.stringMatching(/^warning The primary key of likes is built over all its rows while others wait/),
  ])
  const rounded = 'ALTER TABLE likes ALTER COLUMN price TYPE int'
  expect(of('type-narrowing', rounded)).toHaveLength(1)
  expect(of('alter-column-type-rewrite', rounded)).toEqual([])
})

test('who waits for an index is told with the lock that an earlier migration of the transaction holds', () => {
  const of = (transaction: RunnerTransaction) =>
    said({
      rule: 'create-index-not-concurrently',
      given: 'CREATE TABLE users (id int, email text)',
      pending: ['ALTER TABLE users ADD COLUMN plan text', 'CREATE INDEX users_email ON users (email)'],
      transaction,
    })[0]
  expect(of('batch')).toContain(
    'Nobody can read or write users while users_email is built: the lock of the ALTER TABLE in line 1 of 1 is still held.',
  )
  expect(of('script')).toContain('No row of users can be written while users_email is built.')
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
    'Leave both out, this and the DROP of grown in line 1 of 2.sql, unless the deploy itself needs it in between.',
  )
  expect(of('DROP TABLE users')).toContain(
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

test('a table that up empties and fills from a copy of itself gets no row that is new', () => {
  const of = (up: string) =>
    said({
      rule: 'down-loses-data',
      dialect: 'mysql',
      given: 'CREATE TABLE tags (name varchar(50), note varchar(50)); CREATE TABLE marks (name varchar(50))',
      pending: [`${up}; ALTER TABLE tags ADD KEY tags_name (name)`],
      down: 'ALTER TABLE tags DROP KEY tags_name',
    }).filter(each => each.includes('leaves the rows that up inserts'))
  const fill = 'INSERT INTO tags (name, note) SELECT name, note FROM kept'
  const copy = 'CREATE TEMPORARY TABLE kept AS SELECT name, MAX(note) AS note FROM tags GROUP BY name'
  expect(of(`${copy}; DELETE FROM tags; ${fill}`)).toEqual([])
  const later =
    'CREATE TEMPORARY TABLE kept (name varchar(50), note varchar(50)); INSERT INTO kept SELECT name, MAX(note) FROM tags GROUP BY name'
  expect(of(`${later}; DELETE FROM tags; ${fill}`)).toEqual([])
  expect(of(`${copy}; DELETE FROM tags; ${fill.replace('kept', 'marks')}`).join()).toContain(
    'stay after the rollback. >',
  )
  const more = "INSERT INTO kept VALUES ('new', 'one')"
  expect(of(`${copy}; DELETE FROM tags; ${more}; ${fill}`)).toHaveLength(1)
  expect(of(`${copy}; ${fill}`).join()).toContain('inserts them once more')
})

test('SQL built at run time by a routine that the called one calls', () => {
  const of = (called: string) =>
    said({
      rule: 'irreversible-operation',
      pending: [
        `CREATE TABLE notes (t text);
CREATE FUNCTION wipe(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('TRUNCATE %I', t); END $$;
CREATE FUNCTION note(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO notes VALUES (t); PERFORM wipe(t); END $$;
SELECT ${called}('carts');`,
      ],
    })[0]
  expect(of('note')).toContain(
    'note, or what it calls (wipe), builds SQL at run time: what that does, and how to undo it,',
  )
  expect(of('wipe')).toContain('wipe builds its SQL at run time')
})

test('a policy that has to go for the type of a column to change', () => {
  const of = (column: string, made = 'CREATE POLICY own_rows ON users FOR UPDATE USING (owner IS NULL)') =>
    said({
      rule: 'drop-policy',
      given: `CREATE TABLE users (id int, owner uuid); ${made}`,
      pending: ['DROP POLICY own_rows ON users', `ALTER TABLE users ALTER COLUMN ${column} TYPE text`],
    })[0]
  const order = '> Drop the policy, change the type of owner (line 1 of 2.sql) and create the policy again'
  expect(of('owner')).toContain(`${order} in one transaction: while`)
  expect(of('owner', '')).toContain(`${order} in one transaction, if it uses owner: while`)
  expect(of('id')).toContain('> Create the new policy before the old one goes')
})

test('a new type that later statements of the deploy need: no column beside it alone', () => {
  const of = (...later: readonly string[]) =>
    said({
      rule: 'alter-column-type-rewrite',
      given: 'CREATE TABLE hooks (id serial PRIMARY KEY)',
      pending: ['ALTER TABLE hooks ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE text', ...later],
    })[0]
  const key = 'CREATE TABLE calls (hook text); ALTER TABLE calls ADD FOREIGN KEY (hook) REFERENCES hooks (id)'
  expect(of('DROP SEQUENCE hooks_id_seq', key)).toContain(
    'Line 1 of 2.sql and line 1 of 3.sql need the change, and must wait',
  )
  expect(of('DROP SEQUENCE hooks_id_seq')).toContain('Line 1 of 2.sql needs the change')
  expect(of('CREATE TABLE calls (hook text)')).not.toContain('must wait')
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

test('a down script that drops what was there before up is told to leave that out', () => {
  const of = (down: string) =>
    said({
      rule: 'drop-order',
      dialect: 'mysql',
      given: `CREATE TABLE rates (id int PRIMARY KEY); CREATE TABLE items (id int, old int, FOREIGN KEY (old) REFERENCES rates (id));`,
      pending: ['ALTER TABLE items ADD rate int, ADD FOREIGN KEY (rate) REFERENCES rates (id)'],
      down,
    })
  expect(of('DROP TABLE rates')).toEqual([
    expect.stringMatching(
      /^error .* > Leave this DROP out: rates was there before up, and has to be there after down\. Take back what up does in its place\.$/,
    ),
  ])
  expect(of('DROP TABLE rates; CREATE TABLE rates (id int PRIMARY KEY)')).toEqual([
    expect.stringMatching(/ > Drop that foreign key of items first/),
  ])
})

test('a column that is dropped under another name than it was copied under', () => {
  const of = (fill: string) =>
    said({
      rule: 'drop-column',
      given: 'CREATE TABLE proofs (id int, kind text, state text)',
      pending: [
        `ALTER TABLE proofs ADD COLUMN kind_ext text; ${fill};
ALTER TABLE proofs RENAME COLUMN kind TO kind_old; ALTER TABLE proofs RENAME COLUMN kind_ext TO kind;
ALTER TABLE proofs DROP COLUMN kind_old`,
      ],
    })[0]
  expect(of('UPDATE proofs SET kind_ext = kind')).toBe(
    'warning Dropping proofs.kind_old (kind before this script): line 1 has filled proofs.kind from it, which has its name now; running code that still uses it meets other values there. > Leave kind as it is while running code uses it: give the new values a name of their own, and drop kind in a later release.',
  )
  expect(of('UPDATE proofs SET kind_ext = state')).not.toContain('has filled')
  // What has the name now was filled, not what goes.
  expect(of('UPDATE proofs SET state = kind_ext')).not.toContain('has filled')
})

test('a key that gives way to one of other columns is no loss of the same weight', () => {
  const of = (key: string, ...more: readonly string[]) =>
    said({
      rule: 'drop-column-via-rebuild',
      dialect: 'sqlite',
      given: [`CREATE TABLE marks (id ${key}, line TEXT NOT NULL)`, ...more].join('; '),
      pending: [
        `ALTER TABLE marks RENAME TO marks_old; CREATE TABLE marks (line TEXT NOT NULL, part TEXT NOT NULL DEFAULT 'main', PRIMARY KEY (part, line));
INSERT INTO marks (line) SELECT line FROM marks_old; DROP TABLE marks_old;`,
      ],
    })[0]
  expect(of('INTEGER PRIMARY KEY')).toMatch(/^warning .*; the primary key is part and line from now on\./)
  expect(of('TEXT PRIMARY KEY')).toMatch(/^error /)
  expect(of('INTEGER PRIMARY KEY', 'CREATE TABLE notes (mark_id REFERENCES marks (id))')).toMatch(/^error /)
})

test('a working table that is renamed in the deploy, and another one of its name that stays', () => {
  const make =
    'CREATE TABLE _carts_tmp (id INTEGER PRIMARY KEY); INSERT INTO _carts_tmp (id) SELECT id FROM carts;'
  const finish = 'DROP TABLE carts; ALTER TABLE _carts_tmp RENAME TO carts;'
  const of = (...pending: readonly string[]) =>
    said({
      rule: 'experimental-object',
      dialect: 'sqlite',
      given: 'CREATE TABLE carts (id INTEGER PRIMARY KEY)',
      pending,
    })
  expect(of(make, finish)).toEqual([])
  expect(of(make, finish, make)).toEqual(of(make))
  expect(of(make)).toHaveLength(1)
})

test('a default that goes before a later migration makes the column optional', () => {
  const of = (later: string) =>
    said({
      rule: 'drop-default',
      given: "CREATE TABLE users (id int, plan text NOT NULL DEFAULT 'free')",
      pending: ['ALTER TABLE users ALTER COLUMN plan DROP DEFAULT', later],
    })
  expect(of('ALTER TABLE users ALTER COLUMN plan DROP NOT NULL')).toEqual([
    "info users.plan is NOT NULL and loses DEFAULT 'free': INSERTs that do not name it fail until line 1 of 2.sql lets them leave it out again. > Take the default away behind line 1 of 2.sql, or in that statement: nothing fails in between then.",
  ])
  expect(of("ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'paid'")[0]).toMatch(
    /^info .* until line 1 of 2/,
  )
  expect(of('ALTER TABLE users ADD COLUMN team int')[0]).toMatch(
    /^warning .*: INSERTs that do not name it fail\. >/,
  )
})

test('what rows are only joined by is not put into others', () => {
  const given = `CREATE TABLE teams (id int PRIMARY KEY, owner_id int, name text); CREATE TABLE users (id int PRIMARY KEY, bio text);
CREATE TABLE profiles (team_id int, bio text); CREATE TABLE members (user_id int, team_id int)`
  const column = (selected: string) =>
    said({
      rule: 'drop-column',
      given,
      pending: [
        `INSERT INTO profiles SELECT ${selected} FROM users u JOIN teams t ON t.owner_id = u.id; ALTER TABLE teams DROP COLUMN owner_id`,
      ],
    })[0]
  expect(column('t.id, u.bio')).toMatch(/^error Dropping teams.owner_id deletes every value in it\./)
  expect(column('u.id, u.bio')).toContain('Line 1 fills profiles from it')
  const table = (value: string) =>
    said({
      rule: 'drop-table',
      given,
      pending: [
        `UPDATE profiles SET team_id = ${value} FROM teams t, members m WHERE m.team_id = t.id; DROP TABLE members`,
      ],
    })[0]
  expect(table('t.id')).toMatch(/^error Dropping members deletes every row in it\. >/)
  expect(table('m.user_id')).toContain('Line 1 fills profiles from it, but perhaps not from every row.')
})

test('a table that is called like the column which it takes over', () => {
  const [found] = said({
    rule: 'drop-column',
    given:
      'CREATE TABLE history (id int PRIMARY KEY, note text); CREATE TABLE note (history_id int, note text)',
    pending: ['INSERT INTO note SELECT id, note FROM history; ALTER TABLE history DROP COLUMN note'],
  })
  expect(found).toMatch(
    /has filled the table note from it.* > Let one release use the table note in its place/,
  )
})

test('several checks of one statement are added NOT VALID together', () => {
  const of = (checks: string) =>
    said({
      rule: 'add-check',
      given: 'CREATE TABLE plans (id int, days int)',
      pending: [`ALTER TABLE plans ADD CHECK (days > 0)${checks}`],
    })[0]
  expect(of('')).toContain('> Add it NOT VALID')
  expect(of(', ADD CHECK (days < 9)')).toContain('> Add them NOT VALID')
})

test('what a log of locks holds is kept, what a lock itself is goes', () => {
  const of = (table: string) =>
    said({ rule: 'drop-table', given: `CREATE TABLE ${table} (id int)`, pending: [`DROP TABLE ${table}`] })[0]
  expect(of('job_locks')).toContain('if it holds locks')
  expect(of('mod_lock_post')).not.toContain('lock, as')
  expect(of('mod_lock_post')).not.toContain('no copy is needed')
})

test('where the deploy makes a table of the dropped name, that waits for the DROP', () => {
  const of = (...then: readonly string[]) =>
    said({
      rule: 'drop-table',
      given: 'CREATE TABLE sensors (id int)',
      pending: ['DROP TABLE sensors', ...then],
    })[0]
  const waits = 'The CREATE TABLE in line 1 of 2.sql waits as long, or takes another name.'
  expect(of('CREATE TABLE sensors (id text)')).toContain(`drop it in a later one. ${waits}`)
  expect(of()).not.toContain('waits as long')
})

test('the old table of a rebuild in hand, under the name that it has to be dropped by', () => {
  const [found] = said({
    rule: 'drop-table',
    given: 'CREATE TABLE events (id int PRIMARY KEY, kind text)',
    pending: [
      `CREATE TABLE events_new (id int PRIMARY KEY, kind text);
INSERT INTO events_new SELECT id, kind FROM events;
ALTER TABLE events RENAME TO events_old;
ALTER TABLE events_new RENAME TO events;
DROP TABLE events_old;`,
    ],
  })
  expect(found).toBe(
    'warning Dropping events_old, which was called events: line 2 has filled the new events from it. > Leave this DROP out until it is known that events has all of its rows, and drop events_old in a later release.',
  )
})

test('a table of ids that the script makes to find rows by', () => {
  const of = (set: string) =>
    said({
      rule: 'drop-table',
      given: 'CREATE TABLE files (id int PRIMARY KEY, inline int, kind text)',
      pending: [
        `CREATE TABLE found AS SELECT id FROM files WHERE inline = 0;
UPDATE files SET ${set} FROM found WHERE found.id = files.id;
DROP TABLE found;`,
      ],
    })[0]
  expect(of('inline = 1')).toMatch(/^info Dropping found: .* is there still/)
  expect(of('id = 1')).toMatch(/^(?:error|warning) /)
})

test('a condition asks for a column that is not there: nothing is dropped', () => {
  const of = (column: string) =>
    said({
      rule: 'drop-column',
      dialect: 'mysql',
      given: 'CREATE TABLE threads (id int PRIMARY KEY, tid int)',
      pending: [
        `SET @s = (SELECT IF((SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS WHERE table_name = 'threads' AND table_schema = DATABASE() AND column_name = '${column}') > 0, "ALTER TABLE threads DROP COLUMN ${column}", "SELECT 1"));
PREPARE stmt FROM @s;
EXECUTE stmt;`,
      ],
    }).length
  expect(of('tid')).toBe(1)
  expect(of('other')).toBe(0)
})

test('a column that the server numbers is not written beside a second one', () => {
  const of = (clauses: string) =>
    said({
      rule: 'rename-column',
      dialect: 'mysql',
      given: 'CREATE TABLE departments (dept_id int PRIMARY KEY AUTO_INCREMENT, dept_name text)',
      pending: [`ALTER TABLE departments ${clauses}`, 'ALTER TABLE departments ADD INDEX (id)'],
    }).map(each => each.split(' > ')[1])
  const [id, name] = of('CHANGE dept_id id int AUTO_INCREMENT, CHANGE dept_name name text')
  expect(id).toBe(
    "Give the ORM's field a new name and leave the column alone: the server numbers dept_id, so that an INSERT cannot write the same number into a second column. What a later migration of the deploy does with id takes the old name.",
  )
  expect(name).toMatch(/^Add a column with the new name and write to both/)
})

test('a default that goes along: what an INSERT without the column comes to', () => {
  const of = (to: string) =>
    said({
      rule: 'modify-drops-attributes',
      dialect: 'mysql',
      given: 'CREATE TABLE logins (id int PRIMARY KEY, used int NOT NULL DEFAULT 0)',
      pending: [`ALTER TABLE logins MODIFY used ${to}`],
    })[0]
  expect(of('bigint NOT NULL')).toContain(
    'loses DEFAULT 0: the statement does not repeat it. An INSERT that leaves it out fails in strict mode from now on. >',
  )
  expect(of('bigint')).toContain(
    'the statement does not repeat them. An INSERT that leaves it out writes NULL from now on. >',
  )
  expect(of('bigint NOT NULL DEFAULT 0')).toBeUndefined()
})

test('rows that go with a DELETE in other tables are kept there', () => {
  const of = (action: string) =>
    said({
      rule: 'delete-rows',
      given: `CREATE TABLE posts (id int PRIMARY KEY, gone bool); CREATE TABLE notes (post_id int REFERENCES posts ON DELETE ${action})`,
      pending: ['DELETE FROM posts WHERE gone'],
    })[0]?.split(' > ')[1]
  const keep = 'Keep the rows first, in a table of their own.'
  expect(of('CASCADE')).toBe(`${keep} Those of the other tables need one each, where they are wanted back.`)
  expect(of('RESTRICT')).toBe(keep)
})

test('a rename that is left out: what says the new name takes the old one', () => {
  const of = (...then: readonly string[]) =>
    said({
      rule: 'rename-column',
      given: 'CREATE TABLE followers (id int, pending bool); CREATE TABLE actions (id int, state bool)',
      pending: ['ALTER TABLE followers RENAME COLUMN pending TO state', ...then, 'DROP TABLE followers'],
    })[0]?.split(' > ')[1]
  const leave = 'Leave the rename out: a later migration of the deploy drops the table.'
  const drop = 'Drop it when no code asks for it any more.'
  expect(of('INSERT INTO actions (id, state) SELECT id, state FROM followers')).toBe(
    `${leave} Line 1 of 2.sql says state, and takes the name pending then. ${drop}`,
  )
  for (const other of [
    'INSERT INTO actions (id) SELECT id FROM followers',
    'UPDATE actions SET state = true',
    'CREATE TABLE notes (id int, state text, follower_id int REFERENCES followers)',
  ])
    expect(of(other)).toBe(`${leave} ${drop}`)
})

test('a value that some rows get is no DEFAULT', () => {
  const of = (...fills: readonly string[]) =>
    said({
      rule: 'ddl-after-backfill',
      given: 'CREATE TABLE places (id int, kind text)',
      pending: [
        ['ADD COLUMN ref text', ...fills, 'ALTER COLUMN ref SET NOT NULL']
          .map(each => (each.startsWith('A') ? `ALTER TABLE places ${each}` : each))
          .join(';'),
      ],
    })[0]
  expect(of("UPDATE places SET ref = 'a'")).toContain('Or give the column a DEFAULT.')
  expect(of("UPDATE places SET ref = 'a' WHERE ref IS NULL")).toContain('Or give the column a DEFAULT.')
  expect(of("UPDATE places SET ref = $1 WHERE kind = 'b'")).toMatch(/set NOT NULL in a later deploy\.$/)
})

test('a column is missed by running code also where the deploy stops at a row', () => {
  const of = (add: string, ...others: readonly string[]) =>
    said({
      rule: 'drop-column',
      given: 'CREATE TABLE users (id int, email text)',
      pending: [
        `ALTER TABLE users ADD COLUMN ${add}; ALTER TABLE users DROP COLUMN email; ${others.join(';')}`,
      ],
    })
  expect(of('team int NOT NULL')).toEqual([
    'warning Running code that still uses users.email fails. No value in it is lost, as line 1 fails where users has rows. > Stop using email in one release, and drop it in a later one. Where line 1 is changed so that it works with rows, the DROP COLUMN deletes their values: copy them first.',
  ])
  expect(
    said({
      rule: 'drop-column',
      given: 'CREATE TABLE users (id int, email text)',
      pending: [
        'DELETE FROM users; ALTER TABLE users ADD COLUMN team int NOT NULL; ALTER TABLE users DROP COLUMN email',
      ],
    }),
  ).toEqual([
    'warning Running code that still uses users.email fails. users has no row any more, as the script has taken them all out before. > Stop using email in one release, and drop it in a later one.',
  ])
  expect(
    said({
      rule: 'drop-column',
      given: 'CREATE TABLE users (id int, email text)',
      pending: ['ALTER TABLE users DROP COLUMN email, ADD COLUMN team int NOT NULL'],
    })[0],
  ).toContain('as the statement fails where users has rows. >')
  expect(of('team int')[0]).toMatch(/^error Dropping users.email deletes every value in it/)
  expect(of('team int NOT NULL', 'ALTER TABLE users ADD COLUMN email text')).toEqual([])
})

test('a unique index that a rebuild in several migrations gives back, and one that goes at last', () => {
  const of = (...made: readonly string[]) =>
    said({
      rule: 'drop-unique',
      dialect: 'sqlite',
      given:
        'CREATE TABLE users (id INTEGER PRIMARY KEY, via TEXT, email TEXT); CREATE UNIQUE INDEX mails ON users (via, email)',
      pending: [
        'DROP INDEX mails',
        'CREATE TABLE users_new (id INTEGER PRIMARY KEY, via TEXT, email TEXT)',
        ...made,
        'INSERT INTO users_new SELECT id, via, email FROM users',
        'DROP TABLE users',
        'ALTER TABLE users_new RENAME TO users',
        'DROP INDEX IF EXISTS mails',
      ],
    })
  expect(of('CREATE UNIQUE INDEX mails ON users_new (via, email)')).toHaveLength(1)
  expect(of('CREATE INDEX mails ON users_new (via, email)')).toHaveLength(1)
  expect(of()).toHaveLength(1)
})

test('a PRAGMA that does nothing, where the script puts back what the cascade takes', () => {
  const of = (back: string, more = '') =>
    said({
      rule: 'sqlite-pragma-in-transaction',
      dialect: 'sqlite',
      given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE); ${more}`,
      pending: [
        `PRAGMA foreign_keys=OFF; CREATE TEMP TABLE carts_backup AS SELECT * FROM carts;
CREATE TABLE users_new (id INTEGER PRIMARY KEY); INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
${back} PRAGMA foreign_keys=ON;`,
      ],
    })[0]
  const back = 'DELETE FROM carts; INSERT INTO carts SELECT * FROM carts_backup;'
  expect(of(back)).toMatch(
    /^info .* where foreign keys are enforced, the drop of users on line 3 takes the rows of carts along, which the script puts back from its copy\. >/,
  )
  expect(of('')).toMatch(/^warning .* the drop of users on line 3 deletes the rows of carts\. >/)
  const items =
    'CREATE TABLE items (id INTEGER PRIMARY KEY, cart_id INTEGER REFERENCES carts (id) ON DELETE CASCADE);'
  expect(of(back, items)).toMatch(/^warning /)
})

test('of several PRAGMAs that do nothing, the one before the drop that it should guard is told', () => {
  const rebuilt = (table: string) =>
    `PRAGMA foreign_keys=OFF;
CREATE TABLE new_${table} (id INTEGER PRIMARY KEY); INSERT INTO new_${table} (id) SELECT id FROM ${table};
DROP TABLE ${table}; ALTER TABLE new_${table} RENAME TO ${table};
PRAGMA foreign_keys=ON;`
  const given = `CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE icons (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`
  const script = (sql: string, pending: boolean): Migration => ({
    layout: 'drizzle',
    dialect: 'sqlite',
    downExpected: false,
    name: `${pending}`,
    file: 'a.sql',
    pending,
    up: readSqlScript({ file: 'a.sql', transaction: 'batch' }, sql, dialects.sqlite),
  })
  const { migrations } = lint([
    script(given, false),
    script(`${rebuilt('icons')}\n${rebuilt('users')}`, true),
  ])
  const told = migrations
    .flatMap(each => each.findings)
    .filter(({ ruleId }) => ruleId === 'sqlite-pragma-in-transaction')
  expect(told.map(({ location }) => location?.line)).toEqual([5])
  expect(told[0]?.message).toMatch(/as with better-sqlite3 from the start, .* deletes the rows of carts\.$/)
})

test('a column that is renamed: who meets its values, and until when', () => {
  const of = (...pending: readonly string[]) =>
    said({
      rule: 'rename-column',
      given: 'CREATE TABLE sites (id int, description text, sidebar text)',
      pending,
    })
  const swapped =
    'ALTER TABLE sites RENAME description TO summary; ALTER TABLE sites RENAME sidebar TO description;'
  expect(of(swapped)[0]).toMatch(/and sidebar takes over its name: running code meets other values there\. >/)
  const [first, second, ...more] = of(swapped, 'ALTER TABLE sites RENAME description TO sidebar')
  expect(more).toEqual([])
  expect(first).toMatch(
    /and sidebar has its name until line 1 of 2\.sql: running code meets other values there, and fails behind that\. >/,
  )
  expect(second).toMatch(
    /^info sites\.sidebar is called description until line 1 of 2\.sql gives it its name again: .* in between\. > Leave this out, and what gives it the name sidebar again\./,
  )
  const dropped = 'ALTER TABLE sites DROP description;\nALTER TABLE sites RENAME sidebar TO description;'
  expect(of(dropped)[0]).toMatch(
    /uses sidebar fails, and code that uses the description that line 1 drops reads the values of sidebar\. > Leave sidebar and description as they are/,
  )
  expect(of('ALTER TABLE sites RENAME sidebar TO text')[0]).toMatch(/uses sidebar fails\. > Add a column/)
  const added = (type: string) =>
    of(`ALTER TABLE sites RENAME sidebar TO text; ALTER TABLE sites ADD sidebar ${type}`)[0]
  expect(added('text')).toMatch(/an empty column takes over its name: running code reads nothing there/)
  expect(added("text DEFAULT 'a'")).toMatch(
    /a new column takes over its name: running code reads other values/,
  )
  expect(
    of('ALTER TABLE sites RENAME sidebar TO _unused', 'ALTER TABLE sites RENAME _unused TO scans')[0],
  ).toMatch(/> Leave sidebar as it is until .*, and add scans as a column of its own\.$/)
})

test('a pair that comes to nothing goes with what undoes it, and with files that hold nothing else', () => {
  const of = (first: string, second: string, down?: string) =>
    said({
      rule: 'add-fulltext-spatial-index',
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int, name text)',
      pending: [first, second],
      ...(down !== undefined && { down }),
    })[0]
  const add = 'CREATE FULLTEXT INDEX names ON users (name)'
  const drop = 'DROP INDEX names ON users'
  expect(of(`${add}; ALTER TABLE users ADD age int`, `${drop}; SELECT 1`)).toMatch(
    / Leave both out, this and the DROP INDEX in line 1 of 2\.sql, unless the deploy itself needs the index in between\.$/,
  )
  expect(of(add, `${drop}; SELECT 1`, drop)).toMatch(
    / in line 1 of 2\.sql, with what their down scripts do about it, unless .* This migration does nothing else: delete it\.$/,
  )
  expect(of(`${add};\n${drop}`, 'SELECT 1', 'SELECT 1')).toMatch(
    / in line 2, with what the down script does about it, unless [^.]*\.$/,
  )
  expect(of(add, drop)).toMatch(/ This migration and 2\.sql do nothing else: delete them\.$/)
})

test('a column that goes beside a key: told also where its loss is, and the column goes last', () => {
  const sql = 'ALTER TABLE users DROP COLUMN plan, ADD COLUMN email varchar(100), ADD KEY users_email (email)'
  const up = (name: string, text: string): Migration => ({
    layout: 'plain',
    dialect: 'mysql',
    downExpected: false,
    name,
    file: name,
    pending: name === '2',
    up: readSqlScript({ file: name, transaction: 'none' }, text, dialects.mysql),
  })
  const { migrations } = lint([up('1', 'CREATE TABLE users (id int, plan int)'), up('2', sql)])
  const told = migrations.flatMap(({ findings }) => findings)
  expect(told.map(({ ruleId }) => ruleId)).toContain('drop-column')
  const found = told.find(({ ruleId }) => ruleId === 'mysql-combined-alter-loses-instant')
  expect([found?.suggestion?.sql, ...(found?.suggestion?.later ?? []).map(each => each.sql)]).toEqual([
    'ALTER TABLE users ADD COLUMN email varchar(100);',
    'ALTER TABLE users ADD KEY users_email (email), ALGORITHM=INPLACE, LOCK=NONE;',
    'ALTER TABLE users DROP COLUMN plan, ALGORITHM=INSTANT;',
  ])
})

test('a routine that has failed since an applied migration is a note', () => {
  const of = (code: string, applied = 'ALTER TABLE owners RENAME COLUMN address TO place') =>
    said({
      rule: 'dependent-objects-broken',
      given: `CREATE TABLE owners (id int, address text, kind text);
CREATE PROCEDURE load_owner() LANGUAGE plpgsql AS $$ DECLARE address text; BEGIN ${code} END $$; ${applied}`,
      pending: ['ALTER TABLE owners DROP COLUMN kind'],
    })
  const code = 'UPDATE owners o SET kind = NULL WHERE o.address IS NULL;'
  expect(of(code)).toEqual([
    'info The procedure load_owner still names owners.kind, and fails when it is called. It fails already where owners.address is asked for, which the applied 0 has taken away. > Drop the procedure load_owner, if nothing uses it, as it seems; else make it again in the same script, for the columns that are there.',
  ])
  expect(of(code, '')[0]).toMatch(/^warning .* when it is called\. > Drop/)
  expect(of('UPDATE owners o SET kind = NULL WHERE address IS NULL;')[0]).toMatch(/^warning /)
  expect(of(code, 'ALTER TABLE owners DROP COLUMN address; ALTER TABLE owners ADD address text')[0]).toMatch(
    /^warning /,
  )
})

test('drop-unique: of a key that the deploy has made, nothing relies on it yet', () => {
  const given = 'CREATE TABLE events (id int, ref int)'
  const of = (first: string) =>
    said({
      rule: 'drop-unique',
      dialect: 'mysql',
      given,
      pending: [first, 'ALTER TABLE events DROP KEY by_request'],
    })
  expect(of('ALTER TABLE events ADD request varbinary(12), ADD UNIQUE KEY by_request (request)')).toEqual([
    'info by_request is built for nothing: no release has had it, and this statement drops it again. > Leave both out, this and the making of by_request in line 1 of 1.sql, unless the deploy itself needs the key in between. This migration does nothing else: delete it.',
  ])
  expect(
    said({
      rule: 'drop-unique',
      dialect: 'sqlite',
      given,
      pending: [
        'CREATE UNIQUE INDEX by_ref ON events (ref)',
        'DROP INDEX by_ref; CREATE UNIQUE INDEX by_ref ON events (ref)',
      ],
    }),
  ).toEqual([])
})

test('drop-unique: a key of the deploy that came for an older one of its columns was relied on', () => {
  expect(
    said({
      rule: 'drop-unique',
      dialect: 'mysql',
      given: 'CREATE TABLE events (id int, ref int, UNIQUE KEY by_ref (ref))',
      pending: [
        'ALTER TABLE events DROP KEY by_ref, ADD UNIQUE KEY by_both (ref, id)',
        'ALTER TABLE events DROP KEY by_both',
      ],
    }),
  ).toContainEqual(
    expect.stringMatching(/^warning Without by_both, events takes rows with the same ref and id\./),
  )
})

test('validate-in-same-transaction: what a later migration of the deploy drops cannot be validated in another deploy', () => {
  const add = `ALTER TABLE users ADD CONSTRAINT adult CHECK (age IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT adult;`
  const of = (...pending: readonly string[]) =>
    said({
      rule: 'validate-in-same-transaction',
      given: 'CREATE TABLE users (id int, age int)',
      pending,
      transaction: 'batch',
    }).map(each => each.split(' > ')[1])
  const drop = 'ALTER TABLE users DROP CONSTRAINT IF EXISTS adult'
  expect(of(add, drop)).toEqual([
    'Leave it out, unless the deploy itself needs it validated: a later migration of the deploy takes adult away again.',
  ])
  expect(of(add, `ALTER TABLE users ALTER age SET NOT NULL; ${drop}`)).toEqual([
    'All pending migrations run in one transaction here: validate it in a deploy of its own, and move SET NOT NULL and line 1 of 2.sql, which takes adult away again, to one behind that.',
  ])
  expect(of(add)).toEqual([
    'All pending migrations run in one transaction here: validate it in a deploy of its own.',
  ])
})

test('the DROP of a foreign key keeps readers out of the table that it refers to as well', () => {
  const given = `CREATE TABLE teams (id int PRIMARY KEY);
CREATE TABLE users (team_id int, CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id))`
  const of = (transaction: RunnerTransaction, ...pending: readonly string[]) =>
    said({ rule: 'add-foreign-key', given, pending, transaction })[0]
  const drop = 'ALTER TABLE users DROP CONSTRAINT users_team'
  const add = 'ADD CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE CASCADE'
  expect(of('script', `${drop}; ALTER TABLE users ${add}`)).toContain(
    'nobody can write to users and teams, nor read them: the lock of the ALTER TABLE in line 1 is still held.',
  )
  expect(of('script', `${drop}, ${add}`)).toContain('nobody can write to users and teams, nor read them.')
  expect(of('batch', drop, `ALTER TABLE users ${add}`)).toContain(
    'nor read them: the lock of the ALTER TABLE in line 1 of 1 is still held.',
  )
})

test('implicit-commit-multi-ddl: an UPDATE that sets a bit comes to the same when it is done over', () => {
  const of = (value: string) =>
    said({
      rule: 'implicit-commit-multi-ddl',
      dialect: 'mysql',
      given: 'CREATE TABLE fields (id int, flags int, name varchar(9)); CREATE TABLE plugins (id int)',
      pending: [
        `UPDATE fields SET flags = ${value} WHERE id = 4; ALTER TABLE plugins ADD COLUMN version int`,
      ],
    }).map(each => each.split(' ')[0])
  expect(of('flags | 4')).toEqual(['info'])
  expect(of('IF((`flags` & 4) != 4, `flags` | 4, `flags`)')).toEqual(['info'])
  expect(of('COALESCE(flags, 0)')).toEqual(['info'])
  expect(of('flags + 4')).toEqual(['warning'])
  expect(of('IF(id > 4, 1 + IF(id > 9, flags, flags | 4))')).toEqual(['warning'])
  expect(of('COALESCE(flags + 1, 0)')).toEqual(['warning'])
})

test('refresh-matview-not-concurrently: migrations of one transaction exchange the names in another deploy', () => {
  const of = (transaction: RunnerTransaction) =>
    said({
      rule: 'refresh-matview-not-concurrently',
      given: 'CREATE TABLE users (id int); CREATE MATERIALIZED VIEW ids AS SELECT id FROM users',
      pending: [
        'DROP MATERIALIZED VIEW ids; CREATE MATERIALIZED VIEW ids AS SELECT id FROM users WHERE id > 0',
      ],
      transaction,
    })[0]
  expect(of('script')).toContain('exchange the two names in a short migration behind that:')
  expect(of('batch')).toContain('exchange the two names in a deploy of its own behind that, as all pending')
})

test('readers wait too while a foreign key is checked, where the transaction has the lock already', () => {
  const of = (before: string) =>
    said({
      rule: 'add-foreign-key',
      given: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int, team_id int)',
      pending: [`${before}; ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id)`],
    })[0]
  expect(of('ALTER TABLE users ADD COLUMN place int')).toContain(
    'nobody can write to users and teams, nor read users: the lock of the ALTER TABLE in line 1 is still held.',
  )
  expect(of('BEGIN; ALTER TABLE users ADD COLUMN place int; COMMIT')).toContain(
    'nobody can write to users and teams.',
  )
})

test('a table named like a temporary one, with a key', () => {
  const of = (...later: readonly string[]) =>
    said({
      rule: 'experimental-object',
      given: 'CREATE TABLE users (id int PRIMARY KEY)',
      pending: ['CREATE TABLE temp_users (id int PRIMARY KEY REFERENCES users)', ...later],
    })[0]
  expect(of('CREATE INDEX ids ON temp_users (id)')).toMatch(
    /^info .*it seems to be for the code, and to stay/,
  )
  expect(of('INSERT INTO temp_users SELECT id FROM users')).toMatch(/^warning .*still there/)
  expect(of('DELETE FROM users USING temp_users WHERE temp_users.id = users.id')).toMatch(/^warning /)
})

test('what the functions of a template write is told once for a script', () => {
  const of = (rule: string) =>
    said({
      rule,
      given: 'CREATE TABLE users (id int, email text)',
      pending: [
        `{{ addColumn "users" "plan" }}
{{ addIndex "users" "plan" }}
{{if .mysql}}ALTER TABLE users DROP INDEX emails;{{end}}
{{ addIndex "users" "email" }}
DROP TABLE users;`,
      ],
    })
  expect(of('unparsed-statement')).toEqual([])
  expect(of('drop-table')).toHaveLength(1)
  const found = of('unknown-statement')
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(
    /^warning What addColumn and addIndex write in lines 1, 2 and 4 was not checked: a template makes .* > Run the template/,
  )
})

test('an UPDATE that a second run does over to the same values', async () => {
  await dialects.mysql.load()
  const of = (value: string) =>
    said({
      rule: 'implicit-commit-multi-ddl',
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int, net char(36)); CREATE TABLE nets (id char(36))',
      pending: [`UPDATE users SET net = ${value}; ALTER TABLE users MODIFY net char(36) NOT NULL;`],
    })[0]
  expect(of('(SELECT id FROM nets LIMIT 1)')).toMatch(/^info .* > It can stay so/)
  expect(of("concat(net, 'x')")).toMatch(/^warning .* > Put one DDL statement/)
  expect(of('uuid()')).toMatch(/^warning /)
})

test('the index of a key that is DEFERRABLE checks at once until the key has it', () => {
  const of = (when: string) =>
    said({
      rule: 'add-unique-constraint',
      given: 'CREATE TABLE cards (id int, place int)',
      pending: [`ALTER TABLE cards ADD CONSTRAINT cards_place UNIQUE (place) ${when}`],
    })[0]
  expect(of('')).not.toContain('DEFERRABLE')
  expect(of('DEFERRABLE INITIALLY DEFERRED')).toContain('code that counts on DEFERRABLE')
})

test('an empty table in the place of one with rows', () => {
  const of = (...later: readonly string[]) =>
    said({
      rule: 'rename-table',
      given: 'CREATE TABLE runs (id int)',
      pending: ['ALTER TABLE runs RENAME TO runs_old; CREATE TABLE runs (id bigint)', ...later],
    })
  expect(of("INSERT INTO runs VALUES (1); COMMENT ON TABLE runs_old IS 'kept'")).toHaveLength(1)
  expect(of('INSERT INTO runs SELECT id FROM runs_old')).toEqual([])
  expect(of("DO $$ BEGIN EXECUTE 'INSERT INTO runs SELECT id FROM runs_old'; END $$")).toEqual([])
  expect(of('CREATE VIEW all_runs AS SELECT id FROM runs UNION ALL SELECT id FROM runs_old')).toEqual([])
  expect(of('DROP TABLE runs_old')).toEqual([])
})

test('an UPDATE of down that takes none of the rows that up has changed brings nothing back', () => {
  const merged = (down: string) =>
    said({
      rule: 'down-loses-data',
      given: 'CREATE TABLE users (id int PRIMARY KEY, sort text NOT NULL)',
      pending: ["UPDATE users SET sort = 'Active' WHERE sort IN ('TopDay', 'TopWeek')"],
      down,
    })
  expect(merged("UPDATE users SET sort = 'Active' WHERE sort = 'Top'")).toEqual([
    expect.stringMatching(/^warning The down script does not bring back .*users\.sort/),
  ])
  // Told as values that were made one.
  expect(merged("UPDATE users SET sort = 'TopDay' WHERE sort = 'Active'")).toEqual([
    expect.stringMatching(/^warning The down script makes 'TopDay' of every 'Active'/),
  ])
})
