import type { Operation, OperationOf } from '../operations/operation.ts'
import { findObject, findTable } from '../schema/lookup.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { sameObject } from './names/known-columns.ts'
import type { MigrationContext, Rule } from './rule.ts'

export const downTouchesForeignObjects: Rule = {
  id: 'down-touches-foreign-objects',
  category: 'data-loss',
  severity: 'error',
  title: 'The down script drops a table that the up script did not make.',
  why: `A rollback then deletes a table that was there before the migration, with every row in it. It is written most often
as the counterpart of CREATE TABLE IF NOT EXISTS, which did nothing where the table was there.`,
  instead: 'Take the DROP TABLE out of the down script: it undoes what the up script did, and nothing else.',
  directions: ['down'],
  seesParts: 'as-one',
  examples: {
    flagged: [
      {
        title: 'up found the table there',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE TABLE IF NOT EXISTS users (id int)',
        down: 'DROP TABLE users',
        instead: {
          noSql:
            'the down script has nothing to undo: it says so with the marker of the tool for a migration without a way back',
        },
      },
      {
        title: 'IF EXISTS of a table that an earlier migration made',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'INSERT INTO users (id) VALUES (1)',
        down: 'DROP TABLE IF EXISTS users',
        instead: [{ up: 'INSERT INTO users (id) VALUES (1)', down: 'DELETE FROM users WHERE id = 1' }],
      },
    ],
    allowed: [
      {
        title: 'a table that up made',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE TABLE carts (id int)',
        down: 'DROP TABLE carts',
      },
      {
        title: 'a rebuild on the way back',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN age INTEGER',
        down: `CREATE TABLE users_old (id INTEGER PRIMARY KEY);
INSERT INTO users_old (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_old RENAME TO users;`,
      },
      {
        title: 'with other differences: they are told together, in one finding',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE TABLE carts (id int)',
        down: 'DROP TABLE users',
      },
    ],
  },

  checkMigration({ replayed, roundTrip }: MigrationContext) {
    const drops = foreignDrops(replayed)
    const tables = drops.map(({ operation }) => operation.table)
    const { before } = replayed.up
    const isToldHere = (difference: string): boolean =>
      tables.some(table => sameObject(before, table, tableOf(difference, before)))
    if (roundTrip?.differences.every(isToldHere) === false) return undefined
    return drops.map(({ operation: { table }, statement }) => ({
      message: `Down drops ${table}, which was there before up: every row in it goes.`,
      objects: [table],
      at: { direction: 'down', location: statement.location, statement: statement.text },
    }))
  },
}

/** `users` of `table users is missing`, and of `sequence users_id_seq is missing`, which goes with its table. */
function tableOf(difference: string, schema: SchemaState): string {
  const [type, name = ''] = difference.split(' ', 2)
  const owner = type === 'sequence' ? findObject(schema, 'sequence', name)?.ownedBy : undefined
  return owner?.table ?? name
}

type DropStep = Step & { readonly operation: OperationOf<'drop-table'> }

function foreignDrops({ up, down }: ReplayedMigration): readonly DropStep[] {
  if (down === undefined) return []
  return down.steps.filter(isDrop).filter(({ operation: { table }, before }) => {
    const [was, isThere, comesBack] = [up.before, before, down.after].map(
      schema => findTable(schema, table) !== undefined,
    )
    return (
      was === true && isThere === true && comesBack === false && !up.steps.some(step => makes(step, table))
    )
  })
}

function isDrop(step: Step): step is DropStep {
  return step.operation.kind === 'drop-table' && !step.operation.temporary
}

/** For certain: not only where the table is missing. */
function makes({ operation, statement, before }: Step, table: string): boolean {
  const made = madeBy(operation)
  const isConditional = statement.conditions !== undefined || operation.conditions !== undefined
  return made !== undefined && !isConditional && sameObject(before, made, table)
}

function madeBy(operation: Operation): string | undefined {
  if (operation.kind === 'rename-table') return operation.to
  return operation.kind === 'create-table' && !operation.ifNotExists ? operation.table : undefined
}
