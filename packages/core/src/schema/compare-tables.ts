import type { Constraint, Index } from '../operations/column.ts'
import { compareColumns } from './compare-columns.ts'
import { compareConstraints } from './compare-constraints.ts'
import { compareIndexes } from './compare-indexes.ts'
import type { Difference } from './difference.ts'
import { unlike } from './part-list.ts'
import type { SchemaSemantics, Table } from './schema-state.ts'

export function compareTables(
  before: Table,
  after: Table,
  semantics: SchemaSemantics,
): readonly Difference[] {
  const differences = compareParts(before, after, semantics)
  if (before.complete || !after.complete) return differences
  // Made anew from a definition that may be the old one: what it has more than was seen is not left over.
  const certain = differences.filter(({ kind }) => kind !== 'left-over')
  return [...certain, { kind: 'unknown', subject: `table ${before.name}` }]
}

function compareParts(before: Table, after: Table, semantics: SchemaSemantics): readonly Difference[] {
  const [old, now] = partsUnlike(before, after)
  const [one, other] = [withKeysAsIndexes(old, semantics), withKeysAsIndexes(now, semantics)]
  return [
    ...compareColumns(before, after),
    ...compareConstraints(one, other, semantics),
    ...compareIndexes(one, other, semantics, { before, after }),
    ...compareOptions(before, after),
    ...compareComments(before, after),
  ]
}

/** The tables without the parts that are the very same in both, as nearly all are. */
function partsUnlike(before: Table, after: Table): readonly [Table, Table] {
  const [constraints, otherConstraints] = unlike(before.constraints, after.constraints)
  const [indexes, otherIndexes] = unlike(before.indexes, after.indexes)
  return [
    { ...before, constraints, indexes },
    { ...after, constraints: otherConstraints, indexes: otherIndexes },
  ]
}

/** A table that is known in part may have had any option. */
function compareOptions(before: Table, after: Table): readonly Difference[] {
  const names = [...new Set([...Object.keys(before.options), ...Object.keys(after.options)])].sort()
  return names.flatMap((name): readonly Difference[] => {
    const [was, is] = [before.options[name], after.options[name]]
    if (was === is || was?.toLowerCase() === is?.toLowerCase()) return []
    const subject = `table ${before.name}`
    if (is === undefined) return [{ kind: 'changed', subject, detail: `lacks ${name} ${was}` }]
    if (was !== undefined) return [{ kind: 'changed', subject, detail: `${name} is ${is}, was ${was}` }]
    return before.complete ? [{ kind: 'changed', subject, detail: `${name} is ${is}, was not set` }] : []
  })
}

function compareComments(before: Table, after: Table): readonly Difference[] {
  if (before.comment === after.comment || (before.comment === undefined && !before.complete)) return []
  return [{ kind: 'changed', subject: `table ${before.name}`, detail: 'its comment differs' }]
}

/** Where index names are a table's own, a unique constraint is a unique index (MySQL). */
function withKeysAsIndexes(table: Table, { indexNamesPer }: SchemaSemantics): Table {
  if (indexNamesPer === 'schema') return table
  const keys = table.constraints.flatMap(constraint =>
    constraint.type === 'unique' && constraint.name !== undefined ? [uniqueIndex(table, constraint)] : [],
  )
  const constraints = table.constraints.filter(({ type }) => type !== 'unique')
  return keys.length === 0 ? table : { ...table, constraints, indexes: [...keys, ...table.indexes] }
}

function uniqueIndex(table: Table, constraint: Constraint & { readonly type: 'unique' }): Index {
  const parts = constraint.columns.map(column => ({ column }))
  const named = constraint.name === undefined ? {} : { name: constraint.name }
  return { ...named, table: table.name, parts, unique: true }
}
