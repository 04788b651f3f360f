import { findTable } from '../schema/lookup.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'
import { columnIn } from './names/known-columns.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const downDropsNewData: Rule = {
  id: 'down-drops-new-data',
  category: 'reversibility',
  severity: 'info',
  optIn: true,
  title: 'Rolling back deletes what was written since the deploy.',
  why: `The reverse of adding a column or table is to drop it, with all that the new release has put into it. Right after
the deploy that is nothing; a day later it is a day of data.`,
  instead: `Roll back the code alone while the new column does no harm, and copy what it holds before you run the down
script.`,
  noSql: 'the code alone is rolled back while the new column or table does no harm',
  seesParts: 'as-one',
  examples: {
    flagged: [
      {
        title: 'a new column',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN nickname text',
        down: 'ALTER TABLE users DROP COLUMN nickname',
      },
      {
        title: 'a new table',
        dialect: 'mysql',
        up: 'CREATE TABLE carts (id int)',
        down: 'DROP TABLE carts',
      },
    ],
    allowed: [
      {
        title: 'a new index holds nothing of its own',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX users_email ON users (email)',
        down: 'DROP INDEX users_email',
      },
      {
        title: 'what it holds is copied first',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN nickname text',
        down: 'CREATE TABLE users_nickname AS SELECT id, nickname FROM users; ALTER TABLE users DROP COLUMN nickname',
      },
    ],
  },

  checkMigration({ replayed }) {
    const steps = replayed.down?.steps ?? []
    if (steps.some(savesRows)) return undefined
    const dropped = steps.flatMap(step => droppedByDown(step, replayed).map(object => ({ object, step })))
    const [first] = dropped
    if (first === undefined) return undefined
    const { statement } = first.step
    return {
      message: `The down script deletes what was written since the deploy to ${listWords(dropped.map(({ object }) => object))}.`,
      objects: dropped.map(({ object }) => object),
      at: { direction: 'down', location: statement.location, statement: statement.text },
    }
  },
}

function savesRows({ operation }: Step): boolean {
  return (
    (operation.kind === 'create-table' && operation.asSelect === true) ||
    (operation.kind === 'insert-rows' && operation.copiesFrom !== undefined)
  )
}

/** What up made and down drops; what was there before up is another rule's. */
function droppedByDown({ operation }: Step, { up }: ReplayedMigration): readonly string[] {
  if (operation.kind === 'drop-table') {
    const isNew =
      findTable(up.before, operation.table) === undefined &&
      findTable(up.after, operation.table) !== undefined
    return isNew ? [operation.table] : []
  }
  if (operation.kind !== 'drop-column') return []
  const { table, column } = operation
  const added =
    columnIn(up.before, table, column) === undefined && columnIn(up.after, table, column) !== undefined
  const generated = columnIn(up.after, table, column)?.generated !== undefined
  const renamed = up.steps.some(
    step => step.operation.kind === 'rename-column' && step.operation.to === column,
  )
  return added && !generated && !renamed ? [`${table}.${column}`] : []
}
