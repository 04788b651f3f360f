import type { Index, IndexPart } from '../operations/column.ts'
import { canonicalExpression } from './canonical-text.ts'
import type { Difference } from './difference.ts'
import { nameKey } from './find-parts.ts'
import { isValid } from './is-valid.ts'
import { matchNamed } from './match-named.ts'
import type { SchemaSemantics, Table } from './schema-state.ts'
import { isUnknownIndex } from './unknown-parts.ts'

export function compareIndexes(
  before: Table,
  after: Table,
  semantics: SchemaSemantics,
  whole: { readonly before: Table; readonly after: Table } = { before, after },
): readonly Difference[] {
  const matched = matchNamed(before.indexes, after.indexes, {
    nameOf: ({ name }) => (name === undefined ? undefined : nameKey(name, semantics)),
    traitsOf: index => (isEngineChosen(index) ? partsKey(index, semantics) : undefined),
    sameDespiteName: (one, other) => indexDifference(one, other, semantics) === undefined,
  })
  return [
    ...matched.missing
      .filter(index => !isForForeignKey(index, whole.after, semantics))
      .map(index => ({ kind: 'missing' as const, subject: `index ${index.name}` })),
    ...matched.leftOver
      .filter(index => !isForForeignKey(index, whole.before, semantics))
      .map(index => ({ kind: 'left-over' as const, subject: `index ${index.name}` })),
    ...matched.pairs.flatMap(([one, other]): readonly Difference[] => {
      const subject = `index ${one.name}`
      if (isUnknownIndex(one) !== isUnknownIndex(other)) return [{ kind: 'unknown', subject }]
      const detail = indexDifference(one, other, semantics)
      return detail === undefined ? [] : [{ kind: 'changed', subject, detail }]
    }),
  ]
}

/** The engine has made it for a foreign key that is there on the other side as well: it drops no index that the key
 * needs (1553), so that another one serves it there. */
function isForForeignKey(index: Index, other: Table, { columnKey }: SchemaSemantics): boolean {
  if (index.implicit !== true) return false
  const columns = index.parts.map(({ column = '' }) => columnKey(column)).join()
  return other.constraints.some(
    each => each.type === 'foreign-key' && each.columns.map(columnKey).join() === columns,
  )
}

export function indexDifference(before: Index, after: Index, semantics: SchemaSemantics): string | undefined {
  if (before.unique !== after.unique) return after.unique ? 'is unique, was not' : 'is not unique, was'
  if (partsKey(before, semantics) !== partsKey(after, semantics)) {
    return `is on (${partsText(after)}), was on (${partsText(before)})`
  }
  if (predicate(before) !== predicate(after)) {
    return after.where === undefined
      ? `covers every row, was only those where ${before.where}`
      : `covers only rows where ${after.where}, was ${before.where ?? 'every row'}`
  }
  if ((before.method ?? 'btree') !== (after.method ?? 'btree')) {
    return `is ${after.method ?? 'btree'}, was ${before.method ?? 'btree'}`
  }
  if (before.variant !== after.variant)
    return `is ${after.variant ?? 'ordinary'}, was ${before.variant ?? 'ordinary'}`
  if ((before.include ?? []).join() !== (after.include ?? []).join()) return 'its INCLUDE columns differ'
  if ((before.nullsNotDistinct ?? false) !== (after.nullsNotDistinct ?? false)) {
    return 'its treatment of NULLs differs'
  }
  if ((before.invisible ?? false) !== (after.invisible ?? false)) {
    return after.invisible === true ? 'is invisible, was not' : 'is visible, was not'
  }
  if ((before.comment ?? '') !== (after.comment ?? '')) return 'its comment differs'
  return validityDifference(before, after)
}

/** Of an index or a key of a partitioned table. */
export function validityDifference(before: object, after: object): string | undefined {
  if (isValid(before) === isValid(after)) return undefined
  return isValid(after) ? 'is valid, was not' : 'is not valid, was'
}

function partsKey(index: Index, semantics: SchemaSemantics): string {
  return JSON.stringify(index.parts.map(part => partKey(part, semantics)))
}

function partKey(part: IndexPart, { columnKey }: SchemaSemantics): readonly unknown[] {
  return [
    part.column === undefined ? '' : columnKey(part.column),
    part.expression === undefined ? '' : canonicalExpression(part.expression),
    part.descending ?? false,
    part.nulls ?? '',
    part.length ?? 0,
    part.collation ?? '',
    part.operatorClass ?? '',
  ]
}

function partsText(index: Index): string {
  return index.parts
    .map(({ column, expression, length, descending, nulls }) => {
      const prefix = length === undefined ? '' : `(${length})`
      return `${column ?? expression ?? ''}${prefix}${descending === true ? ' DESC' : ''}${nulls === undefined ? '' : ` NULLS ${nulls.toUpperCase()}`}`
    })
    .join(', ')
}

function predicate(index: Index): string | undefined {
  return index.where === undefined ? undefined : canonicalExpression(index.where)
}

function isEngineChosen(index: Index): boolean {
  return index.implicitName === true || index.implicit === true
}
