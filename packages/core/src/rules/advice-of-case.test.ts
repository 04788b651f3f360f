import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import type { DialectName, RunnerTransaction } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import type { Finding } from './finding.ts'

beforeAll(() => Promise.all([dialects.postgres.load(), dialects.sqlite.load()]))

interface Case {
  readonly rule: string
  readonly given: string
  readonly sql: string
  /** Of a second pending migration. */
  readonly next?: string
  readonly dialect?: DialectName
  readonly transaction?: RunnerTransaction
}

function advice(of: Case): readonly string[] {
  return findings(of).map(({ instead }) => instead)
}

function findings({
  rule,
  given,
  sql,
  next,
  dialect = 'postgres',
  transaction = 'script',
}: Case): readonly Finding[] {
  const script = (file: string, text: string) => readSqlScript({ file, transaction }, text, dialects[dialect])
  const shared = { layout: 'plain', dialect, downExpected: false } as const
  const report = lint([
    { ...shared, name: '1', file: '1.sql', pending: false, up: script('1.sql', given) },
    { ...shared, name: '2', file: '2.sql', pending: true, up: script('2.sql', sql) },
    ...(next === undefined
      ? []
      : [{ ...shared, name: '3', file: '3.sql', pending: true, up: script('3.sql', next) }]),
  ])
  return report.migrations.flatMap(each => each.findings).filter(({ ruleId }) => ruleId === rule)
}

const users = 'CREATE TABLE users (id int, email text)'

test('a default of a column that is new stays until the code knows it', () => {
  const sql =
    "ALTER TABLE users ADD plan text NOT NULL DEFAULT 'a'; ALTER TABLE users ALTER plan DROP DEFAULT"
  const [said] = advice({ rule: 'drop-default', given: users, sql })
  expect(said).toMatch(/^Leave the default where it is until the code that writes plan runs everywhere/)
})

test('a number that becomes a text gets a default of the new type', () => {
  const sql = 'ALTER TABLE hooks ALTER id DROP DEFAULT, ALTER id TYPE text'
  const [said] = advice({ rule: 'drop-default', given: 'CREATE TABLE hooks (id serial PRIMARY KEY)', sql })
  expect(said).toMatch(/^Set a default of the new type in the same script, as gen_random_uuid\(\)::text,/)
})

test('a row that is there is not passed over where the deploy drops what is selected', () => {
  const [said] = advice({
    rule: 'insert-select-duplicate-key',
    given: `CREATE TABLE people (id int PRIMARY KEY, banned boolean, until date);
CREATE TABLE bans (person int PRIMARY KEY, seen date)`,
    sql: `ALTER TABLE bans ADD COLUMN until date;
INSERT INTO bans (person, until) SELECT id, until FROM people WHERE banned;
ALTER TABLE people DROP COLUMN banned;`,
  })
  expect(said).toMatch(
    /^Give such a row the values: ON CONFLICT \(person\) DO UPDATE SET until = excluded\.until at the end\. Do not pass over it: with the DROP of banned in line 3 they would be gone\. SELECT count/,
  )
})

test('a row that is there does not take the place of a new one that a later statement finds by something else', () => {
  const [said] = advice({
    rule: 'insert-select-duplicate-key',
    given: `CREATE TABLE users (id int PRIMARY KEY, url text); CREATE TABLE files (id int PRIMARY KEY, user_id int, team int);
CREATE TABLE teams (id serial PRIMARY KEY, url text NOT NULL UNIQUE, owner int)`,
    sql: `ALTER TABLE teams ADD COLUMN is_own boolean NOT NULL DEFAULT false;
INSERT INTO teams (url, owner, is_own) SELECT url, id, true FROM users;
UPDATE files SET team = t.id FROM teams t WHERE t.owner = files.user_id AND t.is_own;`,
  })
  expect(said).toMatch(
    /^Give one of the two rows another url before this statement\. Such a row cannot be passed over or written into: line 3 reads teams again,/,
  )
})

test('rows of a table that is made again: what the new one wants, or where it goes too', () => {
  const of = (next?: string) =>
    advice({
      rule: 'drop-if-exists-then-create',
      dialect: 'sqlite',
      given: 'CREATE TABLE nonces (nonce TEXT PRIMARY KEY, made TEXT)',
      sql: 'DROP TABLE nonces; CREATE TABLE nonces (state TEXT NOT NULL PRIMARY KEY, nonce TEXT, made TEXT)',
      ...(next !== undefined && { next }),
    })
  expect(of()).toEqual([
    'Give the new table another name, let the code use that one, and drop nonces in a later release. Its rows cannot be copied into the new one as they are, which wants a value for state: if anybody needs them, say in the copy what they get there.',
  ])
  expect(of('DROP TABLE IF EXISTS nonces')).toEqual([
    'The deploy drops nonces for good in line 1 of 3.sql: if anybody needs its rows, keep them in an archive table before this statement.',
  ])
})

test('values that a rebuild leaves out are counted in every table that an INSERT fills from them', () => {
  const [said] = advice({
    rule: 'drop-column-via-rebuild',
    dialect: 'sqlite',
    given: `CREATE TABLE albums (id INTEGER PRIMARY KEY, path TEXT, zip INTEGER, size INTEGER);
CREATE TABLE files (path TEXT, size INTEGER); CREATE TABLE folders (path TEXT)`,
    sql: `CREATE TABLE albums_new (id INTEGER PRIMARY KEY);
INSERT INTO albums_new (id) SELECT id FROM albums;
INSERT INTO files (path, size) SELECT path, size FROM albums WHERE zip = 1;
INSERT INTO folders (path) SELECT path FROM albums WHERE zip = 0;
DROP TABLE albums;
ALTER TABLE albums_new RENAME TO albums;`,
  })
  expect(said).toMatch(/^Count first the rows whose values are not in files and folders\. /)
})

test('NULL in a part of a unique key is not filled with one constant for all', () => {
  const of = (index: string) =>
    advice({
      rule: 'sqlite-not-null-rebuild',
      dialect: 'sqlite',
      given: 'CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT, note TEXT)',
      sql: `CREATE TABLE artists_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT);
INSERT INTO artists_new (id, name, note) SELECT id, name, note FROM artists;
DROP TABLE artists;
ALTER TABLE artists_new RENAME TO artists;
${index};`,
    })[0]
  expect(of('CREATE UNIQUE INDEX of_name ON artists (name) WHERE note IS NULL')).toMatch(
    /^Fill the rows that hold NULL with an UPDATE before, each with a value of its own where a unique key with name needs it/,
  )
  expect(of('CREATE INDEX of_name ON artists (name)')).toMatch(/^Copy coalesce\(name, …\)/)
})

test('a new column gets the foreign key that the statement adds to the old one', () => {
  const [found] = findings({
    rule: 'type-narrowing',
    given: 'CREATE TABLE accounts (id char(26) PRIMARY KEY); CREATE TABLE owners (account_id varchar)',
    sql: 'ALTER TABLE owners ALTER account_id TYPE char(26), ADD FOREIGN KEY (account_id) REFERENCES accounts (id)',
  })
  expect(found?.suggestion?.title).toMatch(
    /; fill it in batches, give it its constraints, switch the code over,/,
  )
})

test('a COMMIT behind a value of an enum that is used behind it does not just go', () => {
  const of = (used: string) =>
    advice({
      rule: 'transaction-nesting',
      given: "CREATE TYPE unit AS ENUM ('m'); CREATE TABLE sizes (id int, unit unit)",
      sql: `ALTER TYPE unit ADD VALUE 'km'; COMMIT; INSERT INTO sizes VALUES (1, '${used}');`,
    })[0]
  expect(of('km')).toMatch(
    /^Put the ADD VALUE into another migration before this one, and leave COMMIT out then/,
  )
  expect(of('m')).toMatch(/^Leave COMMIT out/)
})

test('a partial index, or one on an expression, is not taken over when the collation changes', () => {
  const of = (index: string) =>
    advice({
      rule: 'collation-change',
      given: `CREATE TABLE mails (id int, uid text, gone boolean); CREATE INDEX by_uid ON mails ${index}`,
      sql: 'ALTER TABLE mails ALTER uid TYPE text COLLATE "C"',
    })[0]
  expect(of('(uid)')).toMatch(/^Build an index over the column COLLATE the new one with CONCURRENTLY before/)
  expect(of('(uid) WHERE NOT gone')).toMatch(/^Add a column .* not taken over for by_uid, which has a cond/)
  expect(of('(uid, lower(uid))')).toMatch(/^Add a column /)
})

test('a key of a new column that the deploy drops again is left out', () => {
  const of = (next: string) =>
    advice({
      rule: 'add-column-unique-inline',
      given: 'CREATE TABLE builds (id int PRIMARY KEY, name text CONSTRAINT named UNIQUE)',
      sql: 'ALTER TABLE builds ADD COLUMN resource_id int UNIQUE',
      next,
    })[0]
  expect(of('ALTER TABLE builds DROP CONSTRAINT builds_resource_id_key')).toBe(
    'Leave both out, UNIQUE here and the DROP CONSTRAINT in line 1 of 3.sql, unless the deploy itself needs the key in between.',
  )
  expect(of('ALTER TABLE builds DROP COLUMN resource_id')).toMatch(/^Leave the column out/)
  expect(of('ALTER TABLE builds DROP CONSTRAINT named')).toMatch(/^Add the plain column/)
})

test('what only the deploy makes is counted on a copy of the database', () => {
  const given = 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)'
  const mails = 'CREATE TABLE mails (user_id INTEGER, mail TEXT);'
  const moved = `INSERT INTO mails SELECT id, mail FROM users WHERE id > 9;
CREATE TABLE users_new (id INTEGER PRIMARY KEY); INSERT INTO users_new SELECT id FROM users;
DROP TABLE users; ALTER TABLE users_new RENAME TO users;`
  const of = (before: string, sql: string) =>
    advice({ rule: 'drop-column-via-rebuild', given: before, sql, dialect: 'sqlite' })[0]
  expect(of(given, mails + moved)).toMatch(/^mails is new here: run the migration on a copy of the database/)
  expect(of(`${given}; ${mails}`, moved)).toMatch(/^Count first the rows whose values are not in mails/)
})

test.each([
  ['script', 'another migration'],
  ['batch', 'another deploy'],
] as const)('what is validated later is so in another transaction: %s', (transaction, where) => {
  const check = { rule: 'add-column-check-inline', sql: 'ALTER TABLE users ADD age int CHECK (age > 0)' }
  const notNull = { rule: 'set-not-null', sql: 'ALTER TABLE users ALTER email SET NOT NULL' }
  for (const each of [check, notNull]) {
    const [said] = advice({ ...each, given: users, transaction })
    expect(said).toContain(`in ${where}`)
  }
})

test('the column from which rows are filled is dropped behind the steps that prove the new one', () => {
  const [found] = findings({
    rule: 'set-not-null',
    given: 'CREATE TABLE users (id int, mail text)',
    sql: `ALTER TABLE users ADD COLUMN email text; UPDATE users SET email = mail WHERE mail <> '';
ALTER TABLE users DROP COLUMN mail, ALTER COLUMN email SET NOT NULL;`,
  })
  expect(found?.suggestion?.sql).toMatch(/^ALTER TABLE users ADD CONSTRAINT .* NOT VALID;$/)
  expect(found?.suggestion?.later?.at(-1)?.sql).toBe('ALTER TABLE users DROP COLUMN mail;')
})

test('no row has a value in a column that is new', () => {
  const given = 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int, team int)'
  const key = (column: string) =>
    `ALTER TABLE users ADD CONSTRAINT by_team FOREIGN KEY (${column}) REFERENCES teams (id)`
  const of = (sql: string) => advice({ rule: 'add-foreign-key', given, sql, dialect: 'mysql' })[0]
  expect(of(key('team'))).toMatch(/^Look for rows without a parent first/)
  expect(of(`ALTER TABLE users ADD team_id int; ${key('team_id')}`)).toContain('no row has a value yet')
})

test('a key on the same columns stays, but not one that what is written in between may repeat', () => {
  const given = 'CREATE TABLE users (id int, CONSTRAINT old_pkey PRIMARY KEY (id))'
  const of = (between: string) =>
    advice({
      rule: 'add-primary-key',
      given,
      sql: `ALTER TABLE users DROP CONSTRAINT old_pkey; ${between} ALTER TABLE users ADD CONSTRAINT new_pkey PRIMARY KEY (id)`,
    })[0]
  expect(of('')).toContain('RENAME CONSTRAINT old_pkey TO new_pkey')
  expect(of('UPDATE users SET id = id + 1;')).toMatch(/^Build a unique index CONCURRENTLY/)
})

test('a view that others read goes after them', () => {
  const given =
    'CREATE TABLE users (id int, age int); CREATE VIEW old AS SELECT age FROM users; CREATE VIEW oldest AS SELECT max(age) FROM old'
  const [said] = advice({ rule: 'drop-order', given, sql: 'ALTER TABLE users DROP COLUMN age' })
  expect(said).toMatch(/^Drop the view oldest and the view old first, in this order, and make them again/)
})

test('a materialized view that goes with its view stays where CREATE OR REPLACE VIEW can do', () => {
  const of = (column: string, transaction: RunnerTransaction = 'script', behindDrop = '') =>
    advice({
      rule: 'refresh-matview-not-concurrently',
      given: `CREATE TABLE users (id int, plan int); CREATE VIEW active AS SELECT id, coalesce(plan, 1) AS rank FROM users;
CREATE MATERIALIZED VIEW ranks AS SELECT * FROM active`,
      sql: `DROP VIEW active CASCADE; ${behindDrop} CREATE VIEW active AS SELECT id, ${column} FROM users;
CREATE MATERIALIZED VIEW ranks AS select *  from active`,
      transaction,
    })[0]
  // No migration tells which type an expression has.
  expect(of('coalesce(plan, 2) AS rank')).toMatch(
    /^If active keeps the names and types of its columns: leave out DROP VIEW in line 1, .* Then REFRESH MATERIALIZED VIEW CONCURRENTLY ranks in a migration behind that: /,
  )
  expect(of('coalesce(plan, 2) AS rank', 'batch')).toContain('in a deploy of its own behind that')
  expect(
    of('coalesce(plan, 2) AS rank', 'script', '\nDROP MATERIALIZED VIEW IF EXISTS ranks CASCADE;'),
  ).toContain('takes ranks along, the drop of it in line 2, and this statement,')
  expect(of('plan AS place')).toMatch(/^DROP VIEW in line 1 takes ranks along: make the new active under/)
})

test('no sign-in makes other sessions again', () => {
  const of = (table: string) =>
    advice({
      rule: 'drop-table',
      given: `CREATE TABLE ${table} (id int PRIMARY KEY)`,
      sql: `DROP TABLE ${table}`,
    })[0]
  expect(of('user_sessions')).toContain('everybody has to sign in again')
  expect(of('session_cache')).toContain('the code fills it again')
  expect(of('bot_sessions')).not.toMatch(/no copy is needed|sign in/)
})

test('a statement that adds no column is told nothing of ADD COLUMN', () => {
  const [said] = advice({
    rule: 'mysql-combined-alter-loses-instant',
    given:
      'CREATE TABLE users (id bigint, plan int, name varchar(9), email varchar(100), UNIQUE KEY who (name))',
    sql: 'ALTER TABLE users DROP COLUMN plan, DROP KEY who, ADD UNIQUE KEY who (email)',
    dialect: 'mysql',
  })
  expect(said).toMatch(/^Write a statement for each, .* ALGORITHM=INSTANT to the DROP COLUMN: /)
  expect(said).not.toContain('ADD COLUMN')
})

test('a table that the deploy makes is used by no release', () => {
  const sql = `CREATE TABLE all_users AS SELECT id, email FROM users;
DELETE FROM users WHERE id > 9; DROP TABLE all_users`
  const [said] = advice({ rule: 'drop-table', given: users, sql })
  expect(said).toMatch(/^The deploy itself makes all_users, and no release has used it/)
})

test('a primary key that the script needs at once is not put off', () => {
  const given = 'CREATE TABLE teams (id int NOT NULL, no int UNIQUE); CREATE TABLE users (id int, team int)'
  const of = (column: string) =>
    advice({
      rule: 'add-primary-key',
      given,
      sql: `ALTER TABLE teams ADD PRIMARY KEY (id);
ALTER TABLE users ADD FOREIGN KEY (team) REFERENCES teams (${column})`,
    })[0]
  expect(of('id')).toMatch(/^Let an earlier deploy build .* here: the foreign key in line 2 needs the key\.$/)
  expect(of('no')).toMatch(/^Build a unique index CONCURRENTLY/)
})

test('a rename that a later statement makes vain: what says the new name between them takes the old one', () => {
  const given = 'CREATE TABLE bans (id int, note text)'
  const sql = `ALTER TABLE bans RENAME TO user_bans;
INSERT INTO notes (text) SELECT note FROM user_bans;
CREATE INDEX bans_id ON user_bans (id);
DROP TABLE user_bans;`
  const [said] = advice({ rule: 'rename-table', given: `${given}; CREATE TABLE notes (text text)`, sql })
  expect(said).toMatch(
    /line 4 drops .* Line 2 and line 3 say user_bans, and take the name bans then\. Drop it/,
  )
  const noted = sql.replace('CREATE INDEX bans_id ON user_bans (id)', "COMMENT ON COLUMN user_bans.id IS ''")
  expect(
    advice({ rule: 'rename-table', given: `${given}; CREATE TABLE notes (text text)`, sql: noted })[0],
  ).toBe(said)
  const vain = 'ALTER TABLE bans RENAME TO user_bans; DROP TABLE user_bans'
  expect(advice({ rule: 'rename-table', given, sql: vain })[0]).toMatch(/under its new name\. Drop it/)
})

test('a rename of what the deploy drops and makes again: the new table can stand beside the old one', () => {
  const given = `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE bans (id int, user_id int REFERENCES users (id), by_id int REFERENCES bans_by (id));`
  const of = (sql: string) => advice({ rule: 'rename-table', given, sql })[0]
  const again = `ALTER TABLE bans RENAME TO user_bans;
DROP TABLE IF EXISTS user_bans;
CREATE TABLE user_bans (id bigint);
CREATE INDEX bans_id ON user_bans (id);`
  const beside =
    'Leave the rename out, and the DROP TABLE in line 2: line 3 makes another user_bans, which can stand beside bans.'
  const last = 'Drop bans when no code asks for it any more.'
  expect(of(again)).toBe(`${beside} ${last}`)
  expect(
    advice({ rule: 'rename-table', given: `${given} CREATE INDEX bans_id ON bans (id);`, sql: again })[0],
  ).toBe(`${beside} Give bans_id of the new one another name. ${last}`)
  expect(
    advice({
      rule: 'rename-table',
      given: `${given} CREATE UNIQUE INDEX bans_id ON bans (id);`,
      sql: again.replace(';', '; DROP INDEX IF EXISTS bans_id;'),
    })[0],
  ).toBe(
    `${beside} Leave the DROP INDEX of bans_id out as well: running code needs it on bans. Give bans_id of the new one another name. ${last}`,
  )
  expect(of(`${again} DROP TABLE users;`)).toBe(
    `${beside} Drop its foreign key to users in place of the rename, as this deploy drops that table. ${last}`,
  )
})

test('a database that the deploy drops takes a table that was to stay with it', () => {
  const sql = 'RENAME TABLE parser.trees TO code.trees'
  const of = (next: string) =>
    advice({
      rule: 'rename-table',
      dialect: 'mysql',
      given: 'CREATE TABLE parser.trees (id int)',
      sql,
      next,
    })[0]
  expect(of('DROP DATABASE parser')).toMatch(/Until then line 1 of 3\.sql waits as well: it drops parser/)
  expect(of('DROP DATABASE other')).not.toMatch(/waits/)
})

test('a table of MySQL keeps its name for all that the deploy does to it, and the view comes behind', () => {
  const of = (sql: string, next?: string) =>
    advice({
      rule: 'rename-table',
      dialect: 'mysql',
      given: 'CREATE TABLE shop.timer (id int); CREATE TABLE shop.edge (id int)',
      sql,
      ...(next !== undefined && { next }),
    })[0]
  const rename = 'ALTER TABLE shop.timer RENAME TO shop.clock'
  expect(of(rename)).toMatch(/any more\.$/)
  expect(
    of(`${rename};\nALTER TABLE shop.clock ADD COLUMN phid int`, 'UPDATE shop.clock SET phid = 1'),
  ).toMatch(
    / Line 2 and line 1 of 3\.sql say clock, and take the name timer then\. The view comes behind them\.$/,
  )
  expect(of('ALTER TABLE shop.timer CHANGE id no int, RENAME TO shop.clock')).toMatch(
    / The view comes behind what else the statement does\.$/,
  )
  expect(of('RENAME TABLE shop.edge TO paste.edge', 'ALTER TABLE shop.edge ADD COLUMN no int')).toMatch(
    /any more\.$/,
  )
  expect(of('RENAME TABLE shop.edge TO paste.edge', 'DELETE FROM paste.edge')).toMatch(
    / Line 1 of 3\.sql says paste\.edge, and takes the name shop\.edge then\. The view comes behind that\.$/,
  )
})

test('indexes that are switched off in the catalog: whose duplicates REINDEX meets, and what may be dropped instead', () => {
  const of = (transaction: RunnerTransaction, triggers = '') =>
    advice({
      rule: 'unparsed-statement',
      given: users,
      sql: `${triggers} UPDATE pg_index SET indisready = false WHERE indrelid = 'users'::regclass; REINDEX TABLE users;`,
      transaction,
    })[0]
  expect(of('script')).toMatch(
    /duplicates that the script itself has written .* drop the plain indexes .* Those of a primary key, .* stay\.$/,
  )
  expect(of('none')).toContain('duplicates that anybody has written')
  expect(of('script', 'ALTER TABLE users DISABLE TRIGGER ALL;')).toMatch(/DISABLE TRIGGER USER does not\.$/)
})

test('an enum is not built anew where it only gets more values', () => {
  const of = (values: string) =>
    advice({
      rule: 'alter-column-type-rewrite',
      given: "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE users (id int, mood mood)",
      sql: `ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM (${values});
ALTER TABLE users ALTER mood TYPE mood USING mood::text::mood; DROP TYPE mood_old`,
    })[0]
  expect(of("'best', 'good', 'bad', 'worst'")).toBe(
    "Add what is new in a migration before this one, which writes no row: ALTER TYPE mood ADD VALUE 'best' BEFORE 'good'; ALTER TYPE mood ADD VALUE 'worst'. The statements that rename, make and drop a type for it here are not needed then.",
  )
  expect(of("'bad', 'good', 'fair'")).not.toContain('ADD VALUE')
  const made = advice({
    rule: 'alter-column-type-rewrite',
    given: "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE users (id int, mood mood)",
    sql: `CREATE TYPE mood_new AS ENUM ('good', 'fair', 'bad');
ALTER TABLE users ALTER mood TYPE mood_new USING mood::text::mood_new;
DROP TYPE mood; ALTER TYPE mood_new RENAME TO mood;`,
  })[0]
  expect(made).toMatch(/ALTER TYPE mood ADD VALUE 'fair' AFTER 'good'\./)
})

test('what the server refuses as long as a view is there goes with the release that drops it', () => {
  const given = `CREATE TABLE notes (id int, title text, body text);
CREATE VIEW titles AS SELECT notes.title FROM notes;`
  const of = (sql: string, next: string, more = '') =>
    advice({ rule: 'drop-view', given: `${given} ${more}`, sql, next })[0]
  const column = 'ALTER TABLE notes DROP COLUMN title'
  expect(of('DROP VIEW titles', column)).toBe(
    'Stop reading it in one release and drop it in a later one. Line 1 of 3.sql goes with that release: the server refuses it as long as it is there.',
  )
  const copied = 'CREATE MATERIALIZED VIEW copies AS SELECT title FROM titles;'
  const both = 'DROP MATERIALIZED VIEW copies; DROP VIEW titles;'
  expect(of(both, column, copied)).toMatch(/3\.sql goes with that/)
  expect(of('DROP VIEW titles', 'ALTER TABLE notes DROP COLUMN body')).not.toMatch(/goes with/)
  expect(of('DROP VIEW titles', `${column} CASCADE`)).not.toMatch(/goes with/)
})

test('no SQL is suggested that holds what only a run knows', () => {
  const of = (given: string) =>
    findings({
      rule: 'mysql-table-copy',
      dialect: 'mysql',
      given: 'CREATE TABLE visits (id int PRIMARY KEY)',
      sql: `ALTER TABLE visits MODIFY ip varchar(50) DEFAULT '${given}'`,
    })[0]
  expect(of('::1')?.suggestion?.sql).toMatch(/ALGORITHM=INPLACE/)
  expect(of('unknown_value_of_ip')?.message).toMatch(/copied row by row/)
  expect(of('unknown_value_of_ip')?.suggestion).toBeUndefined()
})

test('IF EXISTS and IF NOT EXISTS are all that SQLite does not know', () => {
  const given = 'CREATE TABLE users (id INTEGER PRIMARY KEY, age TEXT)'
  const of = (sql: string) => advice({ rule: 'sqlite-unsupported-alter', dialect: 'sqlite', given, sql })[0]
  expect(of('ALTER TABLE users DROP COLUMN IF EXISTS age')).toMatch(/^Leave IF EXISTS out, /)
  expect(of('ALTER TABLE users ADD COLUMN IF NOT EXISTS plan DECIMAL(9, 2)')).toMatch(
    /^Leave IF NOT EXISTS out, /,
  )
  expect(of('ALTER TABLE users DROP CONSTRAINT IF EXISTS one')).toMatch(/^Build the table anew/)
})

test('a logged table cannot refer to an unlogged one', () => {
  const given = 'CREATE UNLOGGED TABLE clients (id int PRIMARY KEY)'
  const sql = 'CREATE UNLOGGED TABLE queues (id int, client_id int REFERENCES clients (id))'
  expect(advice({ rule: 'unlogged-table', given, sql })[0]).toMatch(
    /^Leave UNLOGGED out here and of clients, /,
  )
})

test('an index gives way to the one that begins most like it, whose column comes before it', () => {
  const given =
    'CREATE TABLE carts (id int, shop int, mail text); CREATE INDEX carts_mail ON carts (shop, id, mail)'
  const sql = `DROP INDEX carts_mail;
ALTER TABLE carts ADD COLUMN user_id int;
CREATE INDEX carts_shop_user ON carts (shop, user_id);
CREATE INDEX carts_user ON carts (shop, id, user_id);`
  const [said] = advice({ rule: 'drop-index-not-concurrently', given, sql })
  expect(said).toMatch(/^Build carts_user first, .* once a migration before it has added user_id \(line 2\);/)
})

test('no copy is asked for of a table that is called temporary', () => {
  const given = 'CREATE TABLE temp_urls (url text)'
  const [said] = advice({ rule: 'drop-table', given, sql: 'DROP TABLE temp_urls' })
  expect(said).toMatch(/no copy is needed: .* drop it in a later one\.$/)
})

test('a column that is read under the name of another table fills nothing', () => {
  const given =
    'CREATE TABLE tickets (id int, name text, topic text); CREATE TABLE fields (id int, name text)'
  const sql = `CREATE TABLE texts AS SELECT t.topic FROM tickets t JOIN fields f ON f.id > 0 WHERE f.name = 'topic';
ALTER TABLE tickets DROP COLUMN name;`
  const [said] = advice({ rule: 'drop-column', given, sql })
  expect(said).not.toContain('texts')
  const other = sql.replace("f.name = 'topic'", 'EXISTS (SELECT * FROM fields)')
  expect(advice({ rule: 'drop-column', given, sql: other })[0]).not.toContain('texts')
  const own = sql.replace('f.name =', 't.name =')
  expect(advice({ rule: 'drop-column', given, sql: own })[0]).toContain('texts')
})

test('a change of type is left out where nothing computes with it before the column goes', () => {
  const given = 'CREATE TABLE rates (id int, cents bigint, rate numeric)'
  const change = 'ALTER TABLE rates ALTER COLUMN cents TYPE numeric(64, 0);'
  const drop = 'ALTER TABLE rates DROP COLUMN cents;'
  const rule = 'alter-column-type-rewrite'
  const [free] = advice({ rule, given, sql: `${change}\n${drop}` })
  expect(free).toBe('Leave the change out, unless the deploy itself needs it: line 2 drops the column.')
  const [needed] = advice({
    rule,
    given,
    sql: `${change}\nUPDATE rates SET rate = cents / 2 WHERE rate IS NULL;\n${drop}`,
  })
  expect(needed).toBe(
    'Leave the change out, if line 2 comes to the same with the old type: line 3 drops the column.',
  )
})

test('an index that goes with its column or table is not dropped before, nor made anew', () => {
  const given = 'CREATE TABLE users (id int, age int); CREATE INDEX by_age ON users (age)'
  const of = (sql: string) => advice({ rule: 'drop-index-not-concurrently', given, sql })[0]
  const anew = 'DROP INDEX by_age;\nCREATE INDEX by_age ON users (age, id);'
  const column = 'ALTER TABLE users DROP COLUMN age'
  const ofDeploy = (first: string, second: string) =>
    advice({ rule: 'drop-index-not-concurrently', given, sql: first, next: second })[0]
  expect(ofDeploy(anew, column)).toBe(
    'Leave it out, and the CREATE INDEX in line 2, unless the deploy itself needs them: a later migration of the deploy drops the column, and takes its indexes along.',
  )
  expect(ofDeploy('DROP INDEX by_age', 'DROP TABLE users')).toBe(
    'Leave it out, unless the deploy itself needs it: a later migration of the deploy drops the table, and takes its indexes along.',
  )
  // What takes its name stays.
  const another = anew.replace('(age, id)', '(id)')
  expect(ofDeploy(another, column)).toMatch(/^Build the new by_age first, under another name/)
  expect(ofDeploy('DROP INDEX by_age', 'ALTER TABLE users DROP COLUMN id')).toMatch(/^Use DROP INDEX CONC/)
  expect(of(anew)).toMatch(/^Build the new by_age first, under another name/)
})

test('an index on the columns of one that stays is left out', () => {
  const given = 'CREATE TABLE users (id int, age int); CREATE INDEX by_age ON users (age)'
  const of = (sql: string) => advice({ rule: 'create-index-not-concurrently', given, sql })[0]
  const made = 'CREATE INDEX users_age ON users (age)'
  expect(of(made)).toBe('Leave it out: by_age is on the same column.')
  const own = /^Use CREATE INDEX CONCURRENTLY/
  expect(of(`${made}; DROP INDEX by_age`)).toMatch(own)
  expect(of('CREATE INDEX users_age ON users (age, id)')).toMatch(own)
  expect(of('CREATE UNIQUE INDEX users_age ON users (age)')).toMatch(own)
  expect(of(`${made} WHERE id > 9`)).toMatch(own)
  expect(of('CREATE INDEX users_age ON users (age DESC)')).toMatch(own)
})

test('a FULLTEXT index that the deploy drops again is not built', () => {
  const given = 'CREATE TABLE posts (id int, title text, body text)'
  const of = (sql: string) => advice({ rule: 'add-fulltext-spatial-index', given, sql, dialect: 'mysql' })
  const made = 'CREATE FULLTEXT INDEX texts ON posts (body)'
  const [first, second] = of(
    `${made};\nDROP INDEX texts ON posts;\nCREATE FULLTEXT INDEX texts ON posts (title, body)`,
  )
  expect(first).toBe(
    'Leave both out, this and the DROP INDEX in line 2, unless the deploy itself needs the index in between.',
  )
  expect(second).toMatch(/^Add it at a quiet time/)
  expect(of(`${made}; DROP INDEX titles ON posts`)[0]).toMatch(/^Add it at a quiet time/)
})

test('a key of other columns is made before the code that upserts by it, and the old one goes behind that', () => {
  const of = (given: string) =>
    advice({
      rule: 'drop-unique',
      given: `CREATE TABLE messages (leaf text PRIMARY KEY, site int NOT NULL, number int NOT NULL)${given}`,
      sql: 'ALTER TABLE messages DROP CONSTRAINT messages_pkey; ALTER TABLE messages ADD PRIMARY KEY (site, number)',
    })
  expect(of('')).toEqual([
    'Make a unique index on site and number in a deploy before, beside the old key; then change the code that relies on the old one: what takes a row by leaf, what expects the error for a duplicate, and ON CONFLICT (leaf), which fails from here on; and drop that one in a later deploy.',
  ])
  expect(of('; CREATE UNIQUE INDEX by_number ON messages (number, site)')).toEqual([
    expect.stringMatching(/^Change the code that relies on the old key before: /),
  ])
  expect(of('; CREATE UNIQUE INDEX by_number ON messages (number)')).toEqual([
    expect.stringMatching(/^Make a unique index on site and number in a deploy before/),
  ])
})

test('a key with a column that the deploy adds is made with it in a deploy before', () => {
  const [said] = advice({
    rule: 'drop-unique',
    given: 'CREATE TABLE variants (id int, key text, CONSTRAINT variants_key UNIQUE (key))',
    sql: `ALTER TABLE variants ADD COLUMN space text NOT NULL DEFAULT 'a', DROP CONSTRAINT variants_key;
CREATE UNIQUE INDEX CONCURRENTLY variants_space_key ON variants (space, key);`,
  })
  expect(said).toMatch(/^Add space, and make a unique index on space and key in a deploy before,/)
})

test('a table of the deploy that may hold rows from elsewhere is left for a release, and needs no copy', () => {
  const [said] = advice({
    rule: 'drop-table',
    given: 'CREATE TABLE carts (id int)',
    sql: 'CREATE TABLE kept AS SELECT * FROM carts; DROP TABLE carts',
    next: 'DROP TABLE kept',
  }).slice(-1)
  expect(said).toMatch(
    /^The deploy itself makes kept, and no release has used it: leave this DROP out, and drop it in a later release when/,
  )
})
