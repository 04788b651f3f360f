import type { Constraint } from '../operations/column.ts'
import { findTable } from '../schema/lookup.ts'
import { sameColumn, sameObject } from './known-columns.ts'
import { listWords } from './list-words.ts'
import { copiedColumns, copiedTable } from './rebuild-copy.ts'
import type { Rule } from './rule.ts'

export const addFkOnExisting: Rule = {
  id: 'add-fk-on-existing',
  category: 'data-dependent',
  severity: 'warning',
  title: 'A table is built anew with a foreign key, and rows without a parent are copied into it.',
  why: `While foreign keys are enforced, one such row stops the copy, also with OR IGNORE. While they are not, it gets in, and
every later UPDATE of it fails.`,
  instead:
    'Count the rows without a parent first, and change or delete them; run PRAGMA foreign_key_check behind.',
  sources: ['SQLite, SQLite Foreign Key Support', 'measured: SQLite 3.50.4 (error 787)'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'a new foreign key',
        dialect: 'sqlite',
        given:
          'CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id));
INSERT INTO users_new SELECT id, team_id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
    allowed: [
      {
        title: 'the same as before',
        dialect: 'sqlite',
        given:
          'CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id))',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id), plan TEXT);
INSERT INTO users_new (id, team_id) SELECT id, team_id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a column that is new',
        dialect: 'sqlite',
        given: 'CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id));
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
  },

  checkOperation: {
    'insert-rows'(operation, context) {
      const { before } = context
      const source = copiedTable(operation, context)
      const target = findTable(before, operation.table)
      if (source === undefined || target === undefined) return undefined
      const copied = copiedColumns(operation, target)
      const isCopied = (column: string): boolean =>
        copied.some(([to, from]) => sameColumn(before, to.name, column) && !/^null$/i.test(from.trim()))
      const isOld = (key: ForeignKey): boolean =>
        foreignKeys(source.constraints).some(
          old =>
            sameObject(before, old.references.table, key.references.table) &&
            old.columns.length === key.columns.length &&
            old.columns.every((column, place) => sameColumn(before, column, key.columns[place] ?? '')),
        )
      return foreignKeys(target.constraints)
        .filter(key => !isOld(key) && key.columns.every(isCopied))
        .map(({ columns, references }) => ({
          message: `A row of ${source.name} whose ${listWords(columns)} names no row of ${references.table} stops the copy, or gets in unchecked.`,
          objects: [source.name],
        }))
    },
  },
}

type ForeignKey = Extract<Constraint, { readonly type: 'foreign-key' }>

function foreignKeys(constraints: readonly Constraint[]): readonly ForeignKey[] {
  return constraints.flatMap(each => (each.type === 'foreign-key' ? [each] : []))
}
