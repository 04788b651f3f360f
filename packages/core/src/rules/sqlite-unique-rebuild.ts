import { columnsOf } from '../schema/lookup.ts'
import type { Problem } from './finding.ts'
import { sameObject } from './known-columns.ts'
import { type Rebuild, rebuildAt } from './rebuild.ts'
import type { OperationContext, Rule } from './rule.ts'
import { hasUniqueKey } from './unique-keys.ts'

export const sqliteUniqueRebuild: Rule = {
  id: 'sqlite-unique-rebuild',
  category: 'data-dependent',
  severity: 'warning',
  title: 'A table is built anew with a key, and rows that are alike are copied into it.',
  why: `One pair of rows with the same values stops the copy. With INSERT OR IGNORE the second row is left out, with INSERT OR
REPLACE the first one is deleted: when the old table is dropped they are gone, without an error.`,
  instead: `Look for them first: SELECT c, count(*) FROM t GROUP BY c HAVING count(*) > 1. Merge or delete them by a statement that
says which, and copy with a plain INSERT.`,
  sources: ['SQLite, INSERT', 'SQLite, The ON CONFLICT Clause', 'measured: SQLite 3.50.4'],
  examples: {
    flagged: [
      {
        title: 'OR IGNORE leaves rows out',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
INSERT OR IGNORE INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a plain INSERT stops',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
    allowed: [
      {
        title: 'the same key as before',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'rows that are alike are deleted first',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `DELETE FROM users WHERE id NOT IN (SELECT min(id) FROM users GROUP BY email);
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
  },

  checkOperation: {
    'drop-table'(operation, context) {
      const rebuild = rebuildAt(operation, context)
      const key = rebuild && newKey(rebuild, context)
      if (rebuild === undefined || key === undefined || isCleaned(rebuild, context)) return undefined
      return problem(operation.table, key, howItCopies(rebuild, context))
    },
  },
}

function problem(table: string, key: readonly string[], how: 'plain' | 'ignore' | 'replace'): Problem {
  const rows = `rows of ${table} with the same ${key.join(', ')}`
  return how === 'plain'
    ? { message: `Two ${rows} stop the copy: the new table keeps them apart.`, objects: [table] }
    : {
        message: `Of ${rows} the copy keeps ${how === 'ignore' ? 'the first' : 'the last'}: the others are gone when the old table is dropped.`,
        severity: 'error',
        objects: [table],
      }
}

/** The first key of the new table that the old one did not have, on columns that both have. */
function newKey(
  { old, new: made, copies }: Rebuild,
  { before }: OperationContext,
): readonly string[] | undefined {
  // Columns that the copy computes or leaves out are another matter.
  const isCopied = (column: string): boolean =>
    copies.some(copy =>
      copy.some(each => each.column === column && each.expression.replace(/["`[\]]/g, '').trim() === column),
    )
  return made.constraints
    .flatMap(constraint =>
      constraint.type === 'unique' || constraint.type === 'primary-key' ? [columnsOf(constraint)] : [],
    )
    .find(columns => columns.every(isCopied) && !hasUniqueKey(old, { columns }, before))
}

function howItCopies({ old, new: made }: Rebuild, { before, replayedScript }: OperationContext) {
  const inserts = replayedScript.steps.flatMap(({ operation }) =>
    operation.kind === 'insert-rows' &&
    operation.copiesFrom !== undefined &&
    sameObject(before, operation.table, made.name) &&
    sameObject(before, operation.copiesFrom.table, old.name)
      ? [operation]
      : [],
  )
  if (inserts.some(({ replace }) => replace)) return 'replace'
  return inserts.some(({ ignoresErrors }) => ignoresErrors === true) ? 'ignore' : 'plain'
}

/** An earlier statement deletes or changes rows of the old table. */
function isCleaned({ old }: Rebuild, { before, replayedScript }: OperationContext): boolean {
  return replayedScript.steps.some(
    ({ operation }) =>
      (operation.kind === 'delete-rows' || operation.kind === 'update-rows') &&
      sameObject(before, operation.table, old.name),
  )
}
