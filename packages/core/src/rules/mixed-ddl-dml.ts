import { isDdl } from '../operations/classes.ts'
import type { Step } from '../schema/replay.ts'
import type { MigrationContext, Rule } from './rule.ts'

export const mixedDdlDml: Rule = {
  id: 'mixed-ddl-dml',
  category: 'transaction',
  severity: 'info',
  optIn: true,
  title: 'One migration changes the schema and rows of tables that are in use.',
  why: `The locks of the schema change are held until all rows are changed, and a row that stops it takes the schema change
back too.`,
  instead: 'Put the change of rows into a migration of its own.',
  sources: ['PostgreSQL manual, Explicit Locking, Table-Level Locks'],
  examples: {
    flagged: [
      {
        title: 'a column, and rows of another table',
        given:
          'CREATE TABLE plans (id bigint PRIMARY KEY, name text); CREATE TABLE users (id bigint PRIMARY KEY)',
        up: "ALTER TABLE users ADD COLUMN plan bigint; UPDATE plans SET name = 'free' WHERE id = 1",
        instead: ['ALTER TABLE users ADD COLUMN plan bigint', "UPDATE plans SET name = 'free' WHERE id = 1"],
      },
    ],
    allowed: [
      {
        title: 'rows of a table that is new',
        up: "CREATE TABLE plans (id bigint PRIMARY KEY, name text); INSERT INTO plans VALUES (1, 'free')",
      },
      {
        title: 'rows alone',
        given: 'CREATE TABLE plans (id bigint PRIMARY KEY, name text)',
        up: "UPDATE plans SET name = 'free' WHERE id = 1",
      },
    ],
  },

  checkMigration({ migration, replayed: { up }, traits }: MigrationContext) {
    // Where each DDL commits, implicit-commit-multi-ddl speaks.
    if (!traits.transactionalDdl || migration.up.transaction === 'none') return undefined
    const rows = up.steps.find(changesRowsInUse)
    const schema = up.steps.find(changesTableInUse)
    if (rows === undefined || schema === undefined || rows.statement === schema.statement) return undefined
    return {
      message: `Rows are changed in one transaction with the schema change in line ${schema.statement.location.line}.`,
      at: { location: rows.statement.location },
    }
  },
}

function changesRowsInUse({ operation, before, newTables }: Step): boolean {
  const isRows =
    operation.kind === 'update-rows' || operation.kind === 'delete-rows' || operation.kind === 'insert-rows'
  return (
    isRows && !newTables.has(before.semantics.objectKey(operation.table)) && isKnown(operation.table, before)
  )
}

function changesTableInUse({ operation, before, newTables }: Step): boolean {
  if (!isDdl(operation) || !('table' in operation) || operation.table === undefined) return false
  if (operation.kind === 'create-table') return false
  return !newTables.has(before.semantics.objectKey(operation.table))
}

/** A table that this deploy has made and filled is not in `newTables` any more, but was made in this script. */
function isKnown(table: string, before: Step['before']): boolean {
  return before.tables.has(before.semantics.objectKey(table))
}
