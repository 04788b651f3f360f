import type { Column, Constraint, Index, ObjectName } from '../operations/column.ts'
import { bareName, besideName, nameParts } from '../operations/names.ts'
import type { ObjectType } from '../operations/object-type.ts'
import { constraintsNamed, constraintsOfType, indexesNamed, nameKey, nameOf } from './find-parts.ts'
import { valuesBy } from './indexed-map.ts'
import { innerParts, keysOfInner } from './inner-keys.ts'
import { oncePer } from './once-per.ts'
import type { EnumType, NamedObject, SchemaSemantics, SchemaState, Table } from './schema-state.ts'

export function findTable(schema: SchemaState, name: ObjectName): Table | undefined {
  return schema.tables.get(schema.semantics.objectKey(name))
}

export function findColumn(table: Table, name: string, semantics: SchemaSemantics): Column | undefined {
  return table.columns.get(semantics.columnKey(name))
}

export function findEnum(schema: SchemaState, name: ObjectName): EnumType | undefined {
  return schema.enums.get(schema.semantics.objectKey(name))
}

export function findConstraint(
  table: Table,
  name: string,
  semantics: SchemaSemantics,
): Constraint | undefined {
  return constraintsNamed(table, name, semantics)[0]
}

export function findIndex(table: Table, name: string, semantics: SchemaSemantics): Index | undefined {
  return indexesNamed(table, name, semantics)[0]
}

/** The table that has this index; where index names are unique in a schema, the statement need not name it. */
export function tableOfIndex(schema: SchemaState, name: string, table?: ObjectName): Table | undefined {
  if (table !== undefined) return findTable(schema, table)
  const { semantics } = schema
  const found = tablesNaming(schema, name).filter(
    each =>
      findIndex(each, name, semantics) !== undefined ||
      backingConstraint(each, name, semantics) !== undefined,
  )
  // An index is in its table's schema.
  const key = semantics.objectKey(name)
  const inSchema = found.find(each => semantics.objectKey(besideName(each.name, bareName(name))) === key)
  return inSchema ?? (nameParts(name).length > 1 ? undefined : found[0])
}

/** The tables with an index or a constraint of this name. */
export function tablesNaming({ tables, semantics }: SchemaState, name: string): readonly Table[] {
  return valuesBy(tables, partNames(semantics), nameKey(name, semantics))
}

/** Keys of the names of a table's indexes and constraints. */
const partNames = oncePer((semantics: SchemaSemantics) => keysOfInner(...innerParts(nameOf(semantics))))

/** The primary key or unique constraint that is kept as an index of this name. */
export function backingConstraint(
  table: Table,
  name: string,
  semantics: SchemaSemantics,
): Constraint | undefined {
  const found = findConstraint(table, name, semantics)
  return found?.type === 'primary-key' || found?.type === 'unique' ? found : undefined
}

export function primaryKeyOf(table: Table): Constraint | undefined {
  return constraintsOfType(table, 'primary-key')[0]
}

/** The columns that a constraint of this table names; a CHECK's are in its expression. */
export function columnsOf(constraint: Constraint): readonly string[] {
  return constraint.type === 'check' || constraint.type === 'exclusion' ? [] : constraint.columns
}

export function findObject(
  schema: SchemaState,
  type: ObjectType,
  name: ObjectName,
  table?: ObjectName,
): NamedObject | undefined {
  return schema.objects.get(objectMapKey(schema.semantics, type, name, table))
}

/** Where `SchemaState.objects` keeps it. */
export function objectMapKey(
  semantics: SchemaSemantics,
  type: ObjectType,
  name: ObjectName,
  table?: ObjectName,
): string {
  const place = table === undefined ? '' : `${semantics.objectKey(table)}.`
  return `${namespaceOf(type)}:${place}${semantics.objectKey(name)}`
}

/** DROP TYPE takes a composite type and a domain too: types share one namespace (PostgreSQL). */
export function namespaceOf(type: ObjectType): ObjectType {
  return type === 'composite-type' || type === 'domain' ? 'type' : type
}

/** Constraints and indexes share their table's schema, so that only the last part of a name tells them apart. */
export function sameName(one: string | undefined, other: string, semantics: SchemaSemantics): boolean {
  return one !== undefined && nameKey(one, semantics) === nameKey(other, semantics)
}
