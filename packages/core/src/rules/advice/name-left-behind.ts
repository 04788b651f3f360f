import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { isBefore, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { findIndex, findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { withoutEnd } from '../../schema/sql-text.ts'
import { dropOfTable, inPlace, madeLater, placeWithFile } from '../deploy/later-in-deploy.ts'
import { behindChanges, followTable, keptColumns, stoppedByView } from '../deploy/table-at-end.ts'
import type { Problem } from '../finding.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'
import { sqlName } from '../wording/sql-name.ts'
import { usesOfNewName } from './uses-of-new-name.ts'
import { viewOfNewName } from './view-of-new-name.ts'

/** How the code that knows the table by its old name goes on: with a view, where and as it works. */
export function nameLeftBehind(
  table: ObjectName,
  to: ObjectName,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const dropped = dropOfTable(to, context)
  if (dropped?.operation.kind === 'drop-table') {
    const last = dropped.operation.table
    if (!sameObject(context.before, last, to)) {
      return {
        instead: `Leave the rename out: ${placeWithFile(dropped, context)} drops the table, which is called ${bareName(last)} by then. Drop it when no code asks for it any more.`,
      }
    }
    const again = madeLater(to, { ...context, step: dropped })
    if (again !== undefined) {
      return {
        instead: `Leave the rename out, and the DROP TABLE in ${placeWithFile(dropped, context)}: ${placeWithFile(again, context)} makes another ${bareName(to)}, which can stand beside ${bareName(table)}.${usesOfNewName(table, to, context, dropped)}${withoutParents(table, context)}${indexesKept(table, to, dropped, context)}${indexNamesTaken(table, to, again, context)} Drop ${bareName(table)} when no code asks for it any more.`,
      }
    }
    return {
      instead: `Leave the rename out: ${inPlace(dropped, context)} drops the table under its new name.${usesOfNewName(table, to, context, dropped)} Drop it when no code asks for it any more.`,
    }
  }
  return context.traits.transactionalDdl
    ? viewOfOldName(table, to, context)
    : viewOfNewName(table, to, context)
}

/** What stays keeps the tables that it refers to, where the server refuses to drop them. */
function withoutParents(table: ObjectName, context: OperationContext): string {
  const { before, traits } = context
  const gone = [...(findTable(before, table)?.constraints ?? [])].flatMap(each =>
    each.type === 'foreign-key' &&
    !sameObject(before, each.references.table, table) &&
    dropOfTable(each.references.table, context) !== undefined
      ? [each.references.table]
      : [],
  )
  if (gone.length === 0 || traits.altersByRebuild === true) return ''
  const parents = listWords([...new Set(gone)])
  return ` Drop its foreign key${gone.length === 1 ? '' : 's'} to ${parents} in place of the rename, as this deploy drops ${gone.length === 1 ? 'that table' : 'these tables'}.`
}

/** The statements before the DROP TABLE that drop its indexes, which running code upserts by and reads with. */
function indexesKept(table: ObjectName, to: ObjectName, dropped: Step, context: OperationContext): string {
  const { before, deploySteps, step } = context
  const known = findTable(before, table)
  const drops = stepsOf(deploySteps, 'drop-index').filter(
    each =>
      isBefore(deploySteps, step, each) &&
      isBefore(deploySteps, each, dropped) &&
      known !== undefined &&
      findIndex(known, bareName(each.operation.name), before.semantics) !== undefined &&
      (each.operation.table === undefined || sameObject(before, each.operation.table, to)),
  )
  if (drops.length === 0) return ''
  const names = drops.map(({ operation }) => bareName(operation.name))
  return ` Leave the DROP INDEX of ${listWords([...new Set(names)])} out as well: running code needs ${names.length === 1 ? 'it' : 'them'} on ${bareName(table)}.`
}

/** Where the names of indexes are of a schema, those of what stays are taken. */
function indexNamesTaken(
  table: ObjectName,
  to: ObjectName,
  again: Step,
  { before, deploySteps }: OperationContext,
): string {
  const { semantics } = before
  const known = findTable(before, table)
  if (known === undefined || semantics.indexNamesPer === 'table') return ''
  const taken = stepsOn(deploySteps, to, 'create-index').flatMap(each => {
    const { name } = each.operation.index
    if (name === undefined || !isBefore(deploySteps, again, each)) return []
    return findIndex(known, name, semantics) === undefined ? [] : [name]
  })
  if (taken.length === 0) return ''
  return ` Give ${listWords(taken)} of the new one ${taken.length === 1 ? 'another name' : 'other names'}.`
}

/** A view keeps what it reads from being changed, and has the columns' names of the moment that it was made. */
function viewOfOldName(
  table: ObjectName,
  to: ObjectName,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const { traits, statement } = context
  const followed = followTable(table, to, context)
  const kept = keptColumns(table, followed, context)
  const gone = kept?.gone ?? []
  const isSame = kept !== undefined && gone.length === 0 && kept.columns.every(([old, now]) => old === now)
  const columns =
    kept === undefined || isSame
      ? '*'
      : kept.columns.map(([old, now]) => aliased(old, now, traits)).join(', ')
  const view = `CREATE VIEW ${sqlName(table, traits)} AS SELECT ${columns} FROM ${sqlName(followed.name, traits)};`
  const where = behindChanges(followed.changes, context)
  if (where === undefined) {
    return {
      ...(traits.altersByRebuild === true && {
        instead:
          "Keep the table's name and rename the model alone. A view with the old name, in the same migration, keeps the reads of the running code going, and none of its writes.",
      }),
      suggestion: {
        title:
          traits.altersByRebuild === true
            ? 'Leave a view with the old name for those who read'
            : 'Leave a view with the old name until no code asks for it',
        sql: `${withoutEnd(statement.text)};\n${view}`,
      },
    }
  }
  const lost = gone.length === 0 ? '' : ` It cannot have ${listWords(gone)}, which this deploy drops.`
  const writes = traits.altersByRebuild === true ? ', which takes no writes,' : ''
  const sql = kept === undefined ? '' : `: ${view.slice(0, -1)}`
  return {
    instead: `Keep the table's name and rename the model alone, or leave a view with the old name and the old columns' names${writes} ${where}${sql}.${lost}${stoppedByView(followed.changes, context)}`,
  }
}

function aliased(old: string, now: string, traits: OperationContext['traits']): string {
  return old === now ? traits.quote(now) : `${traits.quote(now)} AS ${traits.quote(old)}`
}
