import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { isBefore, stepsOf } from '../schema/find-steps.ts'
import { findTable, primaryKeyOf } from '../schema/lookup.ts'
import { partsOf } from './alter-clauses.ts'
import { archiveName } from './archive-name.ts'
import type { Problem } from './finding.ts'
import { sameColumn } from './known-columns.ts'
import { madeAgain } from './made-again.ts'
import type { OperationContext } from './rule.ts'
import { sqlName } from './sql-name.ts'

type Place = Pick<OperationContext, 'before' | 'traits' | 'tableBefore' | 'replayedScript'>

/** Out of use in this release; copied and dropped in a later one, in the form that drop-table has nothing to say of. */
export function tableArchivedFirst(table: ObjectName, place: Place): Pick<Problem, 'suggestion'> {
  const on = sqlName(table, place.traits)
  const drop = `DROP TABLE ${on};`
  if (madeAgain(table) === undefined)
    return archivedFirst(table, undefined, '*', { what: `TABLE ${on}`, drop }, place)
  return place.traits.hasCommentStatement === true
    ? {
        suggestion: {
          title: 'Mark it as out of use in this release, and drop it in a later one',
          sql: `COMMENT ON TABLE ${on} IS 'deprecated';`,
          later: [{ sql: drop }],
        },
      }
    : {}
}

/** All rows of each; undefined where a table of the name is there already. */
export function tableCopiesFirst(
  tables: readonly ObjectName[],
  { before, traits }: Place,
  isThere: (table: ObjectName) => boolean = () => false,
): readonly string[] | undefined {
  const archives = tables.map(table => archiveName(table, traits))
  if (archives.some(archive => findTable(before, archive) !== undefined)) return undefined
  return tables.map((table, at) => {
    const archive = sqlName(archives[at] ?? '', traits)
    const into = isThere(table) ? `INSERT INTO ${archive}` : `CREATE TABLE ${archive} AS`
    return `${into} SELECT * FROM ${sqlName(table, traits)};`
  })
}

/** As with a table, for a column, whose values are kept with the primary key. */
export function columnArchivedFirst(
  table: ObjectName,
  column: string,
  place: Place,
): Pick<Problem, 'suggestion'> {
  const { traits, before } = place
  const columns = keyColumns(table, place)
  if (columns.some(each => sameColumn(before, each, column))) return {}
  const on = sqlName(table, traits)
  const name = traits.quote(column)
  const kept = columns.length === 0 ? '*' : [...columns.map(each => traits.quote(each)), name].join(', ')
  const drop = `ALTER TABLE ${on} DROP COLUMN ${name};`
  return archivedFirst(table, column, kept, { what: `COLUMN ${on}.${name}`, drop }, place)
}

/** The same for several columns that one statement drops: one archive, and its other clauses at once. */
export function columnsArchivedFirst(
  table: ObjectName,
  drops: readonly OperationOf<'drop-column'>[],
  place: Place & Pick<OperationContext, 'statement'>,
): Pick<Problem, 'suggestion'> {
  const { before, traits, statement } = place
  const parts = partsOf(statement, drops)
  const key = keyColumns(table, place)
  const archive = archiveName(table, traits)
  const isKey = drops.some(({ column }) => key.some(each => sameColumn(before, each, column)))
  if (parts === undefined || isKey || findTable(before, archive) !== undefined) return {}
  const on = sqlName(table, traits)
  const names = [...key, ...drops.map(({ column }) => column)].map(each => traits.quote(each))
  const kept = key.length === 0 ? '*' : names.join(', ')
  const copy = `CREATE TABLE ${sqlName(archive, traits)} AS SELECT ${kept} FROM ${on};`
  const drop = `${parts.these};`
  const others = parts.others === undefined ? [] : [`${parts.others};`]
  if (traits.hasCommentStatement !== true) {
    return {
      suggestion: {
        title: 'Keep what they hold, and drop them in a later release',
        sql: [...others, copy].join('\n'),
        ofWholeStatement: true,
      },
    }
  }
  const marks = drops.map(({ column }) => `COMMENT ON COLUMN ${on}.${traits.quote(column)} IS 'deprecated';`)
  return {
    suggestion: {
      title: 'Mark them as out of use in this release; keep what they hold and drop them in a later one',
      sql: [...others, ...marks].join('\n'),
      later: [{ sql: `${copy}\n${drop}` }],
      ofWholeStatement: true,
    },
  }
}

/** Would CREATE TABLE commit what the script has begun, where DDL takes no part in a transaction? */
export function commitsOpenTransaction({
  traits,
  step,
  replayedScript: { steps },
}: Pick<OperationContext, 'traits' | 'step' | 'replayedScript'>): boolean {
  if (traits.transactionalDdl) return false
  const last = stepsOf(steps, 'control-transaction').findLast(each => isBefore(steps, each, step))
  return last?.operation.action === 'begin'
}

/** The values of a column that the statement writes over. */
export function keptBefore(
  table: ObjectName,
  column: string,
  statement: string,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const { before, traits, tableBefore } = context
  const key = tableBefore(table)?.constraints.find(({ type }) => type === 'primary-key')
  const archive = archiveName(table, traits, column)
  if (key?.type !== 'primary-key' || findTable(before, archive) !== undefined) return {}
  const kept = [...key.columns, column].map(each => traits.quote(each)).join(', ')
  const copy = `CREATE TABLE ${sqlName(archive, traits)} AS SELECT ${kept} FROM ${sqlName(table, traits)};`
  if (commitsOpenTransaction(context)) {
    return {
      instead: `Keep the old values before the transaction, which CREATE TABLE would commit: ${copy.slice(0, -1)}.`,
    }
  }
  return { suggestion: { title: 'Keep the old values first', sql: `${copy}\n${statement};` } }
}

/** By the names that they have when the copy is made: in a later release, all of the script has run. */
function keyColumns(table: ObjectName, { traits, tableBefore, replayedScript }: Place): readonly string[] {
  const isLater = traits.hasCommentStatement === true
  const known = (isLater ? findTable(replayedScript.after, table) : undefined) ?? tableBefore(table)
  const key = known && primaryKeyOf(known)
  return key?.type === 'primary-key' ? key.columns : []
}

function archivedFirst(
  table: ObjectName,
  column: string | undefined,
  kept: string,
  { what, drop }: { readonly what: string; readonly drop: string },
  { before, traits }: Place,
): Pick<Problem, 'suggestion'> {
  const archive = archiveName(table, traits, column)
  if (findTable(before, archive) !== undefined) return {}
  const copy = `CREATE TABLE ${sqlName(archive, traits)} AS SELECT ${kept} FROM ${sqlName(table, traits)};`
  if (traits.hasCommentStatement !== true) {
    return { suggestion: { title: 'Keep what it holds, and drop it in a later release', sql: copy } }
  }
  return {
    suggestion: {
      title: 'Mark it as out of use in this release; keep what it holds and drop it in a later one',
      sql: `COMMENT ON ${what} IS 'deprecated';`,
      later: [{ sql: `${copy}\n${drop}` }],
    },
  }
}
