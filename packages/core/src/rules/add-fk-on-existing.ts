import type { Constraint, ObjectName } from '../operations/column.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import { findColumn, findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { namesIn, qualifiedNamesIn } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { copiedColumns, copiedTable } from './rows/rebuild-copy.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

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
        instead: {
          noSql:
            'SQLite tests each row that is copied; what happens to rows without a parent hangs on what they mean',
        },
      },
    ],
    allowed: [
      {
        title: 'a parent that is built anew in the same script, with all its rows',
        dialect: 'sqlite',
        given:
          'CREATE TABLE rules (id INTEGER PRIMARY KEY); CREATE TABLE shares (id INTEGER PRIMARY KEY, rule_id INTEGER REFERENCES rules (id))',
        up: `CREATE TABLE rules_temp (id INTEGER PRIMARY KEY, rank INTEGER); INSERT INTO rules_temp (id) SELECT id FROM rules;
CREATE TABLE shares_temp (id INTEGER PRIMARY KEY, rule_id INTEGER REFERENCES rules_temp (id));
INSERT INTO shares_temp (id, rule_id) SELECT id, rule_id FROM shares;
DROP TABLE shares; DROP TABLE rules; ALTER TABLE rules_temp RENAME TO rules; ALTER TABLE shares_temp RENAME TO shares;`,
      },
      {
        title: 'rows without a parent are deleted first',
        dialect: 'sqlite',
        given:
          'CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER)',
        up: `DELETE FROM users WHERE team_id NOT IN (SELECT id FROM teams);
ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id));
INSERT INTO users SELECT id, team_id FROM users_old;
DROP TABLE users_old;`,
      },
      {
        title: 'they lose what they point at first, and the new table is renamed',
        dialect: 'sqlite',
        given:
          'CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER)',
        up: `UPDATE users SET team_id = NULL WHERE NOT EXISTS (SELECT 1 FROM teams WHERE teams.id = users.team_id);
CREATE TABLE users_new (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id));
INSERT INTO users_new SELECT id, team_id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
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
        title: 'the same under another name of the column',
        dialect: 'sqlite',
        given:
          'CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY, teamId INTEGER REFERENCES teams (id))',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id));
INSERT INTO users_new (id, team_id) SELECT id, "teamId" FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'the parent is built anew first',
        dialect: 'sqlite',
        given:
          'CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id))',
        up: `ALTER TABLE teams RENAME TO teams_old;
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO teams (id) SELECT id FROM teams_old;
ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id));
INSERT INTO users SELECT id, team_id FROM users_old;
DROP TABLE users_old;
DROP TABLE teams_old;`,
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
      const { before, replayedScript } = context
      const source = copiedTable(operation, context)
      const target = findTable(before, operation.table)
      if (source === undefined || target === undefined) return undefined
      const copied = copiedColumns(operation, target)
      // What an expression or another table fills was looked at.
      const oldColumn = (column: string): string | undefined => {
        const [, expression] = copied.find(([to]) => sameColumn(before, to.name, column)) ?? []
        return expression === undefined ? undefined : columnOf(source, expression, before)
      }
      // A parent that is built anew too had its name before.
      const asItWas = findTable(replayedScript.before, operation.table) ?? source
      const oldKeys = foreignKeys([...source.constraints, ...asItWas.constraints])
      const areOwn = (old: ForeignKey, to: ObjectName): boolean =>
        sameObject(before, old.references.table, source.name) && sameObject(before, to, operation.table)
      // A parent that all rows of the old one were put into.
      const isCopied = (from: ObjectName, to: ObjectName): boolean =>
        earlierSteps(replayedScript.steps, context.step, to, 'insert-rows').some(
          ({ operation: { copiesFrom } }) =>
            copiesFrom !== undefined &&
            copiesFrom.filtered !== true &&
            sameObject(before, copiesFrom.table, from),
        )
      const isOld = ({ columns, references }: ForeignKey): boolean =>
        oldKeys.some(
          old =>
            (sameObject(before, old.references.table, references.table) ||
              areOwn(old, references.table) ||
              isCopied(old.references.table, references.table)) &&
            old.columns.length === columns.length &&
            old.columns.every((column, place) =>
              sameColumn(before, column, oldColumn(columns[place] ?? '') ?? ''),
            ),
        )
      return foreignKeys([...target.constraints])
        .filter(key => !isOld(key) && key.columns.every(column => oldColumn(column) !== undefined))
        .map(key => ({ ...key, columns: key.columns.map(column => oldColumn(column) ?? column) }))
        .filter(
          key => !orphansAreGone(operation.table, key, context) && !orphansAreGone(source.name, key, context),
        )
        .map(key => orphans(source.name, key))
    },
    // Knex says what it wants of the table that it builds anew.
    'add-constraint'({ table, constraint }, context) {
      const { before, replayedScript } = context
      if (constraint.type !== 'foreign-key' || context.statement.rebuildsTable === undefined) return undefined
      const isThere = constraint.columns.every(
        column => columnIn(context.deployed, table, column) !== undefined,
      )
      const wasThere = foreignKeys([...(findTable(replayedScript.before, table)?.constraints ?? [])]).some(
        old =>
          sameObject(before, old.references.table, constraint.references.table) &&
          old.columns.join() === constraint.columns.join(),
      )
      return isThere && !wasThere && !orphansAreGone(table, constraint, context)
        ? orphans(table, constraint)
        : undefined
    },
  },
}

function orphans(table: ObjectName, { columns, references }: ForeignKey): Problem {
  return {
    message: `A row of ${table} whose ${listWords(columns)} names no row of ${references.table} stops the copy, or gets in unchecked.`,
    objects: [table],
  }
}

type ForeignKey = Extract<Constraint, { readonly type: 'foreign-key' }>

function foreignKeys(constraints: readonly Constraint[]): readonly ForeignKey[] {
  return constraints.flatMap(each => (each.type === 'foreign-key' ? [each] : []))
}

/** The column of the old table that the expression is, if it is nothing else. */
function columnOf(source: Table, expression: string, schema: SchemaState): string | undefined {
  const parts = expression.replace(/["`[\]\s]/g, '').split('.')
  const [name = '', table = source.name] = parts.reverse()
  if (!sameObject(schema, table, source.name)) return undefined
  return findColumn(source, name, schema.semantics)?.name
}

/** `DELETE FROM child WHERE parent_id NOT IN (SELECT id FROM parent)`, before the table is built anew, or `UPDATE child SET
 * parent_id = NULL WHERE NOT EXISTS (…)`. */
function orphansAreGone(
  table: ObjectName,
  { columns, references }: ForeignKey,
  { before, replayedScript }: OperationContext,
): boolean {
  const isKey = (name: string): boolean => columns.some(column => sameColumn(before, name, column))
  return replayedScript.steps.some(
    ({ operation, statement: { text } }) =>
      (operation.kind === 'delete-rows' ||
        (operation.kind === 'update-rows' && operation.columns.some(isKey))) &&
      sameObject(before, operation.table, table) &&
      /\bnot\s+(?:in|exists)\b/i.test(text) &&
      qualifiedNamesIn(text).some(name => sameObject(before, name, references.table)) &&
      columns.every(column => namesIn(text).some(name => sameColumn(before, name, column))),
  )
}
