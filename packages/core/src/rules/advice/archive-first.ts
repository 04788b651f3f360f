import type { ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, stepsOf } from '../../schema/find-steps.ts'
import { findTable, primaryKeyOf } from '../../schema/lookup.ts'
import type { Table } from '../../schema/schema-state.ts'
import { losingTheirType, madeLater, nameAtEnd } from '../deploy/later-in-deploy.ts'
import { madeAgain } from '../deploy/made-again.ts'
import type { Problem } from '../finding.ts'
import { archiveName } from '../names/archive-name.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'
import { partsOf } from './alter-clauses.ts'
import { isInPrimaryKey, isRequiredOfInserts } from './required-column.ts'

type Place = Pick<OperationContext, 'before' | 'traits' | 'tableBefore'>
type InDeploy = Place & Pick<OperationContext, 'deploySteps' | 'step' | 'direction' | 'atEnd'>

/** Out of use in this release; copied and dropped in a later one, in the form that drop-table has nothing to say of. */
export function tableArchivedFirst(table: ObjectName, place: InDeploy): Pick<Problem, 'suggestion'> {
  const on = sqlName(table, place.traits)
  const drop = `DROP TABLE ${on};`
  // Another table takes the name: it cannot stay, but what it holds can.
  if (madeLater(table, place) !== undefined) {
    const copies = madeAgain(table) === undefined ? tableCopiesFirst([table], place) : undefined
    return copies === undefined
      ? {}
      : { suggestion: { title: 'Keep what it holds', sql: [...copies, drop].join('\n') } }
  }
  const known = place.tableBefore(table)
  const columns = [...(known?.columns.values() ?? [])].map(({ name }) => name)
  const texts = losingTheirType(table, columns, place)
  if (texts.length > 0) {
    const isKept = known?.complete === true && madeAgain(table) === undefined
    return isKept ? keptAsText(table, undefined, columns, texts, drop, place) : {}
  }
  if (madeAgain(table) === undefined)
    return archivedFirst(table, undefined, '*', { what: `TABLE ${on}`, drop, from: on }, place)
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
  place: InDeploy,
  isThere: (table: ObjectName) => boolean = () => false,
  nameOf: (table: ObjectName) => ObjectName = table => archiveName(table, place.traits),
): readonly string[] | undefined {
  const { before, traits } = place
  const archives = tables.map(nameOf)
  if (archives.some(archive => findTable(before, archive) !== undefined)) return undefined
  return tables.map((table, at) => {
    const archive = sqlName(archives[at] ?? '', traits)
    const into = isThere(table) ? `INSERT INTO ${archive}` : `CREATE TABLE ${archive} AS`
    return `${into} SELECT ${keptColumns(table, place)} FROM ${sqlName(table, traits)};`
  })
}

/** A copy of the type that the deploy drops would stop the DROP TYPE. */
function keptColumns(table: ObjectName, place: InDeploy): string {
  const columns = [...(place.tableBefore(table)?.columns.values() ?? [])].map(({ name }) => name)
  const texts = losingTheirType(table, columns, place)
  return texts.length === 0 ? '*' : withTexts(columns, texts, place.traits)
}

function withTexts(
  columns: readonly string[],
  texts: readonly string[],
  traits: OperationContext['traits'],
): string {
  return columns.map(each => `${traits.quote(each)}${texts.includes(each) ? '::text' : ''}`).join(', ')
}

/** As with a table, for a column, whose values are kept with the primary key. */
export function columnArchivedFirst(
  table: ObjectName,
  column: string,
  place: InDeploy,
): Pick<Problem, 'suggestion'> {
  const { traits, before } = place
  const columns = keyOf(place.tableBefore(table))
  if (columns.some(each => sameColumn(before, each, column))) return {}
  const on = sqlName(table, traits)
  const name = traits.quote(column)
  const what = `COLUMN ${on}.${name}`
  if (traits.hasCommentStatement !== true) {
    const kept = columns.length === 0 ? '*' : [...columns.map(each => traits.quote(each)), name].join(', ')
    return archivedFirst(table, column, kept, { what, drop: '', from: on }, place)
  }
  const texts = columns.length === 0 ? [] : losingTheirType(table, [column], place)
  if (texts.length > 0) {
    const at = `ALTER TABLE ${on} DROP COLUMN ${name};`
    return keptAsText(table, column, [...columns, column], texts, at, place)
  }
  const end = nameAtEnd(table, place)
  if (end === undefined) return leftInDroppedTable([what])
  const from = sqlName(end, traits)
  const key = keyOf(findTable(place.atEnd, end) ?? place.tableBefore(table))
  const kept = key.length === 0 ? '*' : [...key.map(each => traits.quote(each)), name].join(', ')
  const drop = `ALTER TABLE ${from} DROP COLUMN ${name};`
  return archivedFirst(table, column, kept, { what, drop, from }, place)
}

/** PostgreSQL: the release that stops to write it can insert rows without it. */
function notNullTakenAway(table: ObjectName, columns: readonly string[], place: Place): readonly string[] {
  const required = columns.filter(each => isRequiredOfInserts(table, each, place))
  const clauses = required.map(each => `ALTER COLUMN ${place.traits.quote(each)} DROP NOT NULL`)
  return clauses.length === 0 ? [] : [`ALTER TABLE ${sqlName(table, place.traits)} ${clauses.join(', ')};`]
}

/** What cannot stay, as its type goes in the same deploy: copied at once, as text. */
function keptAsText(
  table: ObjectName,
  column: string | undefined,
  columns: readonly string[],
  texts: readonly string[],
  drop: string,
  { before, traits }: Place,
): Pick<Problem, 'suggestion'> {
  const archive = archiveName(table, traits, column)
  if (findTable(before, archive) !== undefined) return {}
  const kept = withTexts(columns, texts, traits)
  return {
    suggestion: {
      title: 'Keep what it holds, as text: the deploy drops its type',
      sql: `CREATE TABLE ${sqlName(archive, traits)} AS SELECT ${kept} FROM ${sqlName(table, traits)};\n${drop}`,
    },
  }
}

function leftInDroppedTable(
  what: readonly string[],
  others: readonly string[] = [],
): Pick<Problem, 'suggestion'> {
  return {
    suggestion: {
      title: `Leave ${what.length === 1 ? 'it' : 'them'}: the deploy drops the table behind this, and a copy of its rows has ${what.length === 1 ? 'it' : 'them'} then`,
      sql: [...others, ...what.map(each => `COMMENT ON ${each} IS 'deprecated';`)].join('\n'),
      ...(what.length > 1 && { ofWholeStatement: true as const }),
    },
  }
}

/** The same for several columns that one statement drops: one archive, and its other clauses at once. */
export function columnsArchivedFirst(
  table: ObjectName,
  drops: readonly OperationOf<'drop-column'>[],
  place: InDeploy & Pick<OperationContext, 'statement'>,
): Pick<Problem, 'suggestion'> {
  const { before, traits, statement } = place
  const parts = partsOf(statement, drops)
  const key = keyOf(place.tableBefore(table))
  const archive = archiveName(table, traits)
  const isKey = drops.some(({ column }) => isInPrimaryKey(table, column, place))
  if (parts === undefined || isKey || findTable(before, archive) !== undefined) return {}
  const on = sqlName(table, traits)
  const copyOf = (from: ObjectName, columns: readonly string[]): string => {
    const names = [...columns, ...drops.map(({ column }) => column)].map(each => traits.quote(each))
    const kept = columns.length === 0 ? '*' : names.join(', ')
    return `CREATE TABLE ${sqlName(archive, traits)} AS SELECT ${kept} FROM ${sqlName(from, traits)};`
  }
  const others = parts.others === undefined ? [] : [`${parts.others};`]
  if (traits.hasCommentStatement !== true) {
    return {
      suggestion: {
        title: 'Keep what they hold, and drop them in a later release',
        sql: [...others, copyOf(table, key)].join('\n'),
        ofWholeStatement: true,
      },
    }
  }
  const dropped = drops.map(({ column }) => column)
  const texts = key.length === 0 ? [] : losingTheirType(table, dropped, place)
  if (texts.length > 0) {
    const kept = keptAsText(table, undefined, [...key, ...dropped], texts, `${statement.text};`, place)
    return kept.suggestion === undefined ? {} : { suggestion: { ...kept.suggestion, ofWholeStatement: true } }
  }
  const columns = drops.map(({ column }) => `COLUMN ${on}.${traits.quote(column)}`)
  const end = nameAtEnd(table, place)
  if (end === undefined) return leftInDroppedTable(columns, others)
  const keyThen = keyOf(findTable(place.atEnd, end) ?? place.tableBefore(table))
  const drop = sameObject(before, end, table)
    ? `${parts.these};`
    : `ALTER TABLE ${sqlName(end, traits)} ${drops.map(({ column }) => `DROP COLUMN ${traits.quote(column)}`).join(', ')};`
  const marks = columns.map(each => `COMMENT ON ${each} IS 'deprecated';`)
  return {
    suggestion: {
      title: 'Mark them as out of use in this release; keep what they hold and drop them in a later one',
      sql: [...others, ...marks, ...notNullTakenAway(table, dropped, place)].join('\n'),
      later: [{ sql: `${copyOf(end, keyThen)}\n${drop}` }],
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
  if (key.columns.some(each => sameColumn(before, each, column))) {
    return {
      instead: `The key itself changes: keep each old value with the one that takes its place in a table of their own, and change what refers to ${table} in the same transaction.`,
    }
  }
  const kept = [...key.columns, column].map(each => traits.quote(each)).join(', ')
  const copy = `CREATE TABLE ${sqlName(archive, traits)} AS SELECT ${kept} FROM ${sqlName(table, traits)};`
  if (commitsOpenTransaction(context)) {
    return {
      instead: `Keep the old values before the transaction, which CREATE TABLE would commit: ${copy.slice(0, -1)}.`,
    }
  }
  return { suggestion: { title: 'Keep the old values first', sql: `${copy}\n${statement};` } }
}

function keyOf(table: Table | undefined): readonly string[] {
  const key = table && primaryKeyOf(table)
  return key?.type === 'primary-key' ? key.columns : []
}

function archivedFirst(
  table: ObjectName,
  column: string | undefined,
  kept: string,
  { what, drop, from }: { readonly what: string; readonly drop: string; readonly from: string },
  place: Place,
): Pick<Problem, 'suggestion'> {
  const { before, traits } = place
  const archive = archiveName(table, traits, column)
  if (findTable(before, archive) !== undefined) return {}
  const copy = `CREATE TABLE ${sqlName(archive, traits)} AS SELECT ${kept} FROM ${from};`
  if (traits.hasCommentStatement !== true) {
    return { suggestion: { title: 'Keep what it holds, and drop it in a later release', sql: copy } }
  }
  return {
    suggestion: {
      title: 'Mark it as out of use in this release; keep what it holds and drop it in a later one',
      sql: [
        `COMMENT ON ${what} IS 'deprecated';`,
        ...notNullTakenAway(table, column === undefined ? [] : [column], place),
      ].join('\n'),
      later: [{ sql: `${copy}\n${drop}` }],
    },
  }
}
