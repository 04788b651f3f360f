import { beforeAll, expect, test } from 'vitest'
import type { Dialect } from '../../dialects/dialect.ts'
import { mysql } from '../../dialects/mysql/index.ts'
import { postgres } from '../../dialects/postgres/index.ts'
import { sqlite } from '../../dialects/sqlite/index.ts'
import { readSqlScript } from './read-sql-script.ts'

beforeAll(() => Promise.all([postgres.load(), sqlite.load()]))

const dialects: readonly Dialect[] = [postgres, mysql, sqlite]
const count = 20_000
const many = (text: string): string => text.repeat(count)

const numbered = (name: string, rest: string): string =>
  Array.from({ length: count }, (_, number) => `${name}${number}${rest}`).join(', ')

/** Each would take minutes, or overflow the stack, if reading were not linear or went down by recursion. */
const shapes: Readonly<Record<string, string>> = {
  'deep parentheses': `DELETE FROM t WHERE ${many('(')}1${many(')')};`,
  'open parentheses': `SELECT ${many('(')}`,
  'a long AND': `DELETE FROM t WHERE ${many('a = 1 AND ')}1;`,
  'a long NOT': `DELETE FROM t WHERE ${many('NOT ')}1;`,
  'a long list': `DELETE FROM t WHERE a IN (${many('12345, ')}1);`,
  'odd quotes': `'${many("''")}`,
  'an open quote': `SELECT 'x ${many('; DROP TABLE t')}`,
  'open comments': many('/* '),
  'executable comments': many('/*!50000 '),
  'dollar tags': many('$a$ $b$ '),
  'nested CASE': `SELECT ${many('CASE WHEN 1 THEN ')}1${many(' END')};`,
  'nested BEGIN': `CREATE PROCEDURE p() ${many('BEGIN ')}SELECT 1; ${many('END; ')}`,
  'nested blocks in DO': `DO $$ ${many('BEGIN ')} ${many('END; ')} $$;`,
  'nested calls': `SELECT ${many('f(')}1${many(')')};`,
  'many calls': `SELECT ${many('f(1), ')}1;`,
  'comments ended by carriage returns': many('--x\r'),
  'psql commands': many('\\a'),
  'client commands': many('source x.sql\n.read x.sql\n'),
  'copies without an end': many('COPY t FROM STDIN;\n'),
  'common tables': `WITH ${numbered('a', ' AS (SELECT 1)')} SELECT 1;`,
  'many columns': `CREATE TABLE t (${numbered('c', ' int')});`,
  'statements of a DO block on one line': `DO $$ BEGIN ${many('UPDATE t SET a = 1; ')}END $$;`,
  'strings of a DO block': `DO $$ BEGIN ${many("EXECUTE 'UPDATE t SET a = 1'; ")}END $$;`,
  'statements of a routine': `CREATE PROCEDURE p() BEGIN ${many('UPDATE t SET a = 1; ')}END;`,
  delimiters: many('DELIMITER $$\n'),
  'open templates': `SELECT ${many('${')}${many('{{')}${many('{%')};`,
  'percent signs': `SELECT ${many('%a')};`,
  markers: many('-- +goose StatementBegin\n--> statement-breakpoint\n'),
  'rows that are not constant': `INSERT INTO t VALUES ${many('(f(1)), ')}(1);`,
  assignments: `UPDATE t SET ${many('c = 1, ')} z = 1;`,
  rebuilds:
    'CREATE TABLE n (a); INSERT INTO n SELECT * FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t;\n'.repeat(
      1000,
    ),
}

test.each(dialects.flatMap(dialect => Object.entries(shapes).map(shape => [dialect, ...shape] as const)))(
  '$0.name reads $1',
  (dialect, _, text) => {
    const { statements, notes } = readSqlScript({ file: 'a.sql', transaction: 'none' }, text, dialect)
    for (const { operations } of statements) expect(operations).not.toEqual([])
    expect(statements.length + notes.length).toBeGreaterThanOrEqual(
      /^(?:--x|\\a|DELIMITER|-- \+goose)/.test(text) ? 0 : 1,
    )
  },
)
