import type { Constraint, ObjectName } from '../operations/column.ts'
import { changeTables } from './edit.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import { innerConstraints, keysOfInner } from './inner-keys.ts'
import { oncePer } from './once-per.ts'
import { partList, partsBy } from './part-list.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'

type ForeignKey = Extract<Constraint, { type: 'foreign-key' }>

export interface Reference {
  readonly table: Table
  readonly foreignKey: ForeignKey
}

/** The foreign keys that point at the table, its own too. */
export function referencesTo(schema: SchemaState, target: ObjectName): readonly Reference[] {
  return referringTables(schema, target).flatMap(table =>
    keysTo(schema, table, target).map(foreignKey => ({ table, foreignKey })),
  )
}

/** Each becomes what `change` makes of it; nothing: it is dropped. */
export function changeReferencesTo(
  schema: SchemaState,
  target: ObjectName,
  change: (foreignKey: ForeignKey) => ForeignKey | undefined,
): SchemaState {
  return changeTables(schema, referringTables(schema, target), table => {
    const constraints = partList(table.constraints).replaced(keysTo(schema, table, target), each =>
      each.type === 'foreign-key' ? change(each) : each,
    )
    return constraints === table.constraints ? table : { ...table, constraints }
  })
}

function keysTo({ semantics }: SchemaState, table: Table, target: ObjectName): readonly ForeignKey[] {
  return partsBy(table.constraints, targetOf(semantics), semantics.objectKey(target)).filter(isForeignKey)
}

function referringTables({ tables, semantics }: SchemaState, target: ObjectName): readonly Table[] {
  return valuesBy(tables, targetsOf(semantics), semantics.objectKey(target))
}

const targetOf = oncePer(
  ({ objectKey }: SchemaSemantics): KeysOf<Constraint> =>
    constraint =>
      isForeignKey(constraint) ? [objectKey(constraint.references.table)] : [],
)

const targetsOf = oncePer((semantics: SchemaSemantics) => keysOfInner(innerConstraints(targetOf(semantics))))

function isForeignKey(constraint: Constraint): constraint is ForeignKey {
  return constraint.type === 'foreign-key'
}
