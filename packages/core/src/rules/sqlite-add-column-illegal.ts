import type { Column, Constraint } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { isEmptiedFirst } from './rows/emptied-first.ts'
import type { Rule } from './rule.ts'
import { sqlName } from './wording/sql-name.ts'

export const sqliteAddColumnIllegal: Rule = {
  id: 'sqlite-add-column-illegal',
  category: 'compatibility',
  severity: 'error',
  title: 'SQLite cannot add such a column to a table that exists.',
  why: `ADD COLUMN takes no PRIMARY KEY and no UNIQUE. On a table with rows it takes no stored generated column, no default
that must be computed, such as CURRENT_TIMESTAMP, and, while foreign keys are enforced, no REFERENCES with a default
other than NULL; before 3.32 that holds for an empty table too, and for NOT NULL. The statement fails, and the deploy with it.`,
  instead: `Add a plain column and a unique index or the values afterwards, or build the table anew: create, copy, drop,
rename.`,
  sources: ['SQLite, ALTER TABLE ADD COLUMN', 'measured: SQLite 3.24 to 3.54'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'UNIQUE, on a table of this deploy',
        dialect: 'sqlite',
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY); ALTER TABLE users ADD COLUMN email TEXT UNIQUE',
      },
      {
        title: 'REFERENCES with a default, while foreign keys are enforced',
        dialect: 'sqlite',
        given: 'CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'PRAGMA foreign_keys = ON; ALTER TABLE users ADD COLUMN team_id INTEGER DEFAULT 1 REFERENCES teams (id)',
        transaction: 'none',
        instead: `PRAGMA foreign_keys = ON;
ALTER TABLE users ADD COLUMN team_id INTEGER REFERENCES teams (id);`,
      },
      {
        title: 'NOT NULL on an empty table, before SQLite 3.32',
        dialect: 'sqlite',
        dbVersion: '3.31.1',
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY); ALTER TABLE users ADD COLUMN email TEXT NOT NULL',
        instead:
          "CREATE TABLE users (id INTEGER PRIMARY KEY); ALTER TABLE users ADD COLUMN email TEXT NOT NULL DEFAULT ''",
      },
      {
        title: 'a default that must be computed, on a table of this deploy that has rows',
        dialect: 'sqlite',
        up: `CREATE TABLE plans (id INTEGER PRIMARY KEY);
INSERT INTO plans VALUES (1);
ALTER TABLE plans ADD COLUMN created_at TEXT DEFAULT CURRENT_TIMESTAMP;`,
        instead: `CREATE TABLE plans (id INTEGER PRIMARY KEY);
ALTER TABLE plans ADD COLUMN created_at TEXT DEFAULT CURRENT_TIMESTAMP;
INSERT INTO plans (id) VALUES (1);`,
      },
      {
        title: 'UNIQUE',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN email TEXT UNIQUE',
      },
      {
        title: 'a default that must be computed',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN created_at TEXT DEFAULT CURRENT_TIMESTAMP',
        instead: 'ALTER TABLE users ADD COLUMN created_at TEXT',
      },
    ],
    allowed: [
      {
        title: 'a constant default',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: "ALTER TABLE users ADD COLUMN plan TEXT NOT NULL DEFAULT 'free'",
      },
      {
        title: 'a constant in parentheses',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: "ALTER TABLE users ADD COLUMN plan TEXT NOT NULL DEFAULT ('free')",
      },
      {
        title: 'a computed default, on a table without rows',
        dialect: 'sqlite',
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY); ALTER TABLE users ADD COLUMN at TEXT DEFAULT CURRENT_TIMESTAMP',
      },
      {
        title: 'NOT NULL on an empty table, since SQLite 3.32',
        dialect: 'sqlite',
        dbVersion: '3.32.0',
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY); ALTER TABLE users ADD COLUMN email TEXT NOT NULL',
      },
      {
        title: 'REFERENCES with NULL as the default',
        dialect: 'sqlite',
        given: 'CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'PRAGMA foreign_keys = ON; ALTER TABLE users ADD COLUMN team_id INTEGER REFERENCES teams (id)',
        transaction: 'none',
      },
      {
        title: 'PostgreSQL can',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text UNIQUE',
      },
    ],
  },

  checkOperation: {
    'add-column'({ table, column, constraints }, context) {
      const { before, isNew, traits, step, replayedScript } = context
      if (traits.altersByRebuild !== true) return undefined
      const enforced = before.sessionVariables?.get('foreign_keys') === '1'
      const isEmpty = isNew(table) || isEmptiedFirst(table, step, replayedScript)
      const withRows = () => refusedWithRows(column, enforced ? constraints : [])
      const reason =
        refusedAlways(constraints) ??
        (isEmpty
          ? traits.addsAsIfFilled === true
            ? (needsValue(column) ?? withRows())
            : undefined
          : withRows())
      if (reason === undefined) return undefined
      const on = sqlName(table, traits)
      return {
        message: `${table}.${column.name} cannot be added: ${reason}.`,
        objects: [`${table}.${column.name}`],
        ...(constraints.length === 1 &&
          constraints[0]?.type === 'unique' && {
            suggestion: {
              title: 'Add it plain, and a unique index behind it',
              sql: `ALTER TABLE ${on} ADD COLUMN ${traits.columnDefinition(column)};\nCREATE UNIQUE INDEX ${traits.quote(`${bareName(table)}_${column.name}`)} ON ${on} (${traits.quote(column.name)});`,
            },
          }),
      }
    },
  },
}

function refusedAlways(constraints: readonly Constraint[]): string | undefined {
  if (constraints.some(({ type }) => type === 'primary-key')) return 'ADD COLUMN takes no PRIMARY KEY'
  if (constraints.some(({ type }) => type === 'unique')) return 'ADD COLUMN takes no UNIQUE'
  return undefined
}

/** With rows, add-required-column tells it. */
function needsValue({ nullable, default: value, generated }: Column): string | undefined {
  if (nullable || generated !== undefined || (value !== undefined && value.toLowerCase() !== 'null'))
    return undefined
  return 'before SQLite 3.32 a NOT NULL column needs a default, also on a table without rows'
}

function refusedWithRows(column: Column, enforced: readonly Constraint[]): string | undefined {
  if (column.generated?.storage === 'stored') return 'on a table with rows it cannot be generated and stored'
  if (column.default === undefined) return undefined
  if (isComputed(column.default)) {
    return `on a table with rows the default must be a constant, not ${column.default}`
  }
  const refers = enforced.some(({ type }) => type === 'foreign-key')
  return refers && column.default.toLowerCase() !== 'null'
    ? 'on a table with rows the default of a REFERENCES column must be NULL while foreign keys are enforced'
    : undefined
}

/** A constant in parentheses is one still. */
function isComputed(text: string): boolean {
  if (/^current_/i.test(text)) return true
  return text.startsWith('(') && !/^\(\s*(?:[-+]?[\d.]+|'[^']*'|null|true|false)\s*\)$/i.test(text)
}
