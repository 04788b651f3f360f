import type { Constraint, ObjectName } from '../operations/column.ts'
import { putTable } from './edit.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import { oncePer } from './once-per.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'

type ForeignKey = Extract<Constraint, { type: 'foreign-key' }>

export interface Reference {
  readonly table: Table
  readonly foreignKey: ForeignKey
}

/** The foreign keys that point at the table, its own too. */
export function referencesTo(schema: SchemaState, target: ObjectName): readonly Reference[] {
  return referringTables(schema, target).flatMap(table =>
    table.constraints.flatMap(constraint =>
      pointsAt(target, constraint, schema.semantics) ? [{ table, foreignKey: constraint }] : [],
    ),
  )
}

/** Each becomes what `change` makes of it; nothing: it is dropped. */
export function changeReferencesTo(
  schema: SchemaState,
  target: ObjectName,
  change: (foreignKey: ForeignKey) => ForeignKey | undefined,
): SchemaState {
  return referringTables(schema, target).reduce(
    (state, table) =>
      putTable(state, {
        ...table,
        constraints: table.constraints.flatMap((constraint): readonly Constraint[] => {
          if (!pointsAt(target, constraint, schema.semantics)) return [constraint]
          const changed = change(constraint)
          return changed === undefined ? [] : [changed]
        }),
      }),
    schema,
  )
}

function pointsAt(
  target: ObjectName,
  constraint: Constraint,
  { objectKey }: SchemaSemantics,
): constraint is ForeignKey {
  return constraint.type === 'foreign-key' && objectKey(constraint.references.table) === objectKey(target)
}

function referringTables({ tables, semantics }: SchemaState, target: ObjectName): readonly Table[] {
  return valuesBy(tables, targetKeys(semantics), semantics.objectKey(target))
}

const targetKeys = oncePer(
  ({ objectKey }: SchemaSemantics): KeysOf<Table> =>
    oncePer(({ constraints }: Table) =>
      constraints.flatMap(constraint =>
        constraint.type === 'foreign-key' ? [objectKey(constraint.references.table)] : [],
      ),
    ),
)
