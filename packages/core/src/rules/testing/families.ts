import type { DialectName } from '../../migration/migration.ts'

/** A migration of any number of statements of the same kind, on a schema that is there before. */
export type Family = (
  size: number,
  engine: DialectName,
) => {
  readonly before: readonly string[]
  readonly up: readonly string[]
  readonly down: readonly string[]
}

/** SQL that every engine reads. */
export const families: Readonly<Record<string, Family>> = {
  'new tables': size => ({
    before: [],
    up: each(size, number => `CREATE TABLE t${number} (id int PRIMARY KEY, a int)`),
    down: each(size, number => `DROP TABLE t${number}`),
  }),
  'dropped tables': size => ({
    before: each(size, number => `CREATE TABLE t${number} (id int PRIMARY KEY, a int)`),
    up: each(size, number => `DROP TABLE t${number}`),
    down: each(size, number => `CREATE TABLE t${number} (id int PRIMARY KEY, a int)`),
  }),
  'renamed tables': size => ({
    before: each(size, number => `CREATE TABLE t${number} (id int PRIMARY KEY)`),
    up: each(size, number => `ALTER TABLE t${number} RENAME TO u${number}`),
    down: each(size, number => `ALTER TABLE u${number} RENAME TO t${number}`),
  }),
  'indexes of one table': (size, engine) => ({
    before: [table(size)],
    up: each(size, number => `CREATE INDEX i${number} ON t (c${number})`),
    down: each(size, number => dropIndex(`i${number}`, engine)),
  }),
  'unique indexes of one table': (size, engine) => ({
    before: [table(size)],
    up: each(size, number => `CREATE UNIQUE INDEX i${number} ON t (c${number})`),
    down: each(size, number => dropIndex(`i${number}`, engine)),
  }),
  'dropped indexes': (size, engine) => ({
    before: [table(size), ...each(size, number => `CREATE INDEX i${number} ON t (c${number})`)],
    up: each(size, number => dropIndex(`i${number}`, engine)),
    down: each(size, number => `CREATE INDEX i${number} ON t (c${number})`),
  }),
  'columns of one table': size => ({
    before: ['CREATE TABLE t (id int PRIMARY KEY)'],
    up: each(size, number => `ALTER TABLE t ADD COLUMN c${number} int`),
    down: each(size, number => `ALTER TABLE t DROP COLUMN c${number}`),
  }),
  'dropped columns': size => ({
    before: [table(size)],
    up: each(size, number => `ALTER TABLE t DROP COLUMN c${number}`),
    down: each(size, number => `ALTER TABLE t ADD COLUMN c${number} int`),
  }),
  'renamed columns': size => ({
    before: [table(size)],
    up: each(size, number => `ALTER TABLE t RENAME COLUMN c${number} TO d${number}`),
    down: each(size, number => `ALTER TABLE t RENAME COLUMN d${number} TO c${number}`),
  }),
  'one wide table': size => ({
    before: [],
    up: [table(size)],
    down: ['DROP TABLE t'],
  }),
  'views of one table': size => ({
    before: [table(1)],
    up: each(size, number => `CREATE VIEW v${number} AS SELECT id, c0 FROM t`),
    down: each(size, number => `DROP VIEW v${number}`),
  }),
  'dropped views': size => ({
    before: [table(1), ...each(size, number => `CREATE VIEW v${number} AS SELECT id, c0 FROM t`)],
    up: each(size, number => `DROP VIEW v${number}`),
    down: each(size, number => `CREATE VIEW v${number} AS SELECT id, c0 FROM t`),
  }),
  'foreign keys to one table': size => ({
    before: [table(1)],
    up: each(size, number => `CREATE TABLE f${number} (id int PRIMARY KEY, t int REFERENCES t (id))`),
    down: each(size, number => `DROP TABLE f${number}`),
  }),
  'updates of one table': size => ({
    before: [table(1)],
    up: each(size, number => `UPDATE t SET c0 = ${number} WHERE id = ${number}`),
    down: each(size, number => `UPDATE t SET c0 = 0 WHERE id = ${number}`),
  }),
  'rows of one table': size => ({
    before: [table(1)],
    up: each(size, number => `INSERT INTO t (id, c0) VALUES (${number}, 1)`),
    down: each(size, number => `DELETE FROM t WHERE id = ${number}`),
  }),
  'triggers of one table': (size, engine) => ({
    before: [table(1)],
    up: each(size, number => createTrigger(`g${number}`, engine)),
    down: each(size, number => `DROP TRIGGER g${number}${engine === 'postgres' ? ' ON t' : ''}`),
  }),
}

/** SQL of PostgreSQL, and what MySQL has in common with it. */
export const familiesWithoutSqlite: Readonly<Record<string, Family>> = {
  'checks of one table': size => ({
    before: [table(size)],
    up: each(size, number => `ALTER TABLE t ADD CONSTRAINT k${number} CHECK (c${number} > 0)`),
    down: each(size, number => `ALTER TABLE t DROP CONSTRAINT k${number}`),
  }),
  'keys of one table': (size, engine) => ({
    before: [table(size)],
    up: each(size, number => `ALTER TABLE t ADD CONSTRAINT k${number} UNIQUE (c${number})`),
    down: each(
      size,
      number => `ALTER TABLE t DROP ${engine === 'mysql' ? 'INDEX' : 'CONSTRAINT'} k${number}`,
    ),
  }),
  'foreign keys of one table': (size, engine) => ({
    before: [table(size)],
    up: each(size, at => `ALTER TABLE t ADD CONSTRAINT k${at} FOREIGN KEY (c${at}) REFERENCES t (id)`),
    down: each(size, at => `ALTER TABLE t DROP ${engine === 'mysql' ? 'FOREIGN KEY' : 'CONSTRAINT'} k${at}`),
  }),
  'one statement that adds columns': size => ({
    before: ['CREATE TABLE t (id int PRIMARY KEY)'],
    up: [`ALTER TABLE t ${each(size, number => `ADD COLUMN c${number} int`).join(', ')}`],
    down: [`ALTER TABLE t ${each(size, number => `DROP COLUMN c${number}`).join(', ')}`],
  }),
  'one statement that drops tables': size => ({
    before: each(size, number => `CREATE TABLE t${number} (id int PRIMARY KEY)`),
    up: [`DROP TABLE ${each(size, number => `t${number}`).join(', ')}`],
    down: each(size, number => `CREATE TABLE t${number} (id int PRIMARY KEY)`),
  }),
  'tables that down drops in one statement': size => ({
    before: [table(1)],
    up: each(size, number => `CREATE TABLE f${number} (id int PRIMARY KEY, t int REFERENCES t (id))`),
    down: [`DROP TABLE ${each(size, number => `f${number}`).join(', ')}`],
  }),
  'foreign keys that down drops with their columns': size => ({
    before: [table(1), 'CREATE TABLE u (id int PRIMARY KEY)'],
    up: [
      `ALTER TABLE t ${each(size, at => `ADD COLUMN n${at} int, ADD CONSTRAINT k${at} FOREIGN KEY (n${at}) REFERENCES u (id)`).join(', ')}`,
    ],
    down: [`ALTER TABLE t ${each(size, at => `DROP CONSTRAINT k${at}, DROP COLUMN n${at}`).join(', ')}`],
  }),
  functions: (size, engine) => ({
    before: [],
    up: each(size, number => createFunction(`f${number}`, engine)),
    down: each(size, number => `DROP FUNCTION f${number}`),
  }),
  'grants on one table': size => ({
    before: [table(1)],
    up: each(size, number => `GRANT SELECT ON t TO r${number}`),
    down: each(size, number => `REVOKE SELECT ON t FROM r${number}`),
  }),
}

export const familiesOfPostgres: Readonly<Record<string, Family>> = {
  'columns of other types': size => ({
    before: [table(size)],
    up: each(size, number => `ALTER TABLE t ALTER COLUMN c${number} TYPE bigint`),
    down: each(size, number => `ALTER TABLE t ALTER COLUMN c${number} TYPE int`),
  }),
  'comments on columns': size => ({
    before: [table(size)],
    up: each(size, number => `COMMENT ON COLUMN t.c${number} IS 'x'`),
    down: each(size, number => `COMMENT ON COLUMN t.c${number} IS NULL`),
  }),
  'enum types': size => ({
    before: [],
    up: each(size, number => `CREATE TYPE s${number} AS ENUM ('a', 'b')`),
    down: each(size, number => `DROP TYPE s${number}`),
  }),
  'values of one enum': size => ({
    before: [`CREATE TYPE s AS ENUM ('a')`],
    up: each(size, number => `ALTER TYPE s ADD VALUE 'v${number}'`),
    down: ['SELECT 1'],
  }),
  'policies of one table': size => ({
    before: [table(1)],
    up: each(size, number => `CREATE POLICY p${number} ON t FOR SELECT USING (c0 = ${number})`),
    down: each(size, number => `DROP POLICY p${number} ON t`),
  }),
}

function table(columns: number): string {
  return `CREATE TABLE t (id int PRIMARY KEY, ${each(columns, number => `c${number} int`).join(', ')})`
}

function dropIndex(name: string, engine: DialectName): string {
  return engine === 'mysql' ? `DROP INDEX ${name} ON t` : `DROP INDEX ${name}`
}

function createTrigger(name: string, engine: DialectName): string {
  if (engine === 'postgres')
    return `CREATE TRIGGER ${name} BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()`
  const body = engine === 'mysql' ? 'SET NEW.c0 = 1' : 'BEGIN UPDATE t SET c0 = 1 WHERE id = NEW.id; END'
  return `CREATE TRIGGER ${name} BEFORE INSERT ON t FOR EACH ROW ${body}`
}

function createFunction(name: string, engine: DialectName): string {
  return engine === 'mysql'
    ? `CREATE FUNCTION ${name}() RETURNS INT DETERMINISTIC RETURN 1`
    : `CREATE FUNCTION ${name}() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$`
}

function each(size: number, text: (number: number) => string): readonly string[] {
  return Array.from({ length: size }, (_, number) => text(number))
}
