import type { Constraint, Index } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import type { KeysOf } from './indexed-map.ts'
import { oncePer } from './once-per.ts'
import { partsBy } from './part-list.ts'
import type { SchemaSemantics, Table } from './schema-state.ts'
import { namesIn } from './sql-text.ts'

/** Each finds some of a table's parts without a look at the others, in the order in which they were made. */

export function indexesNamed(
  { indexes }: Pick<Table, 'indexes'>,
  name: string,
  semantics: SchemaSemantics,
): readonly Index[] {
  return partsBy(indexes, nameOf(semantics), nameKey(name, semantics))
}

export function constraintsNamed(
  { constraints }: Pick<Table, 'constraints'>,
  name: string,
  semantics: SchemaSemantics,
): readonly Constraint[] {
  return partsBy(constraints, nameOf(semantics), nameKey(name, semantics))
}

export function constraintsOfType<Type extends Constraint['type']>(
  { constraints }: Pick<Table, 'constraints'>,
  type: Type,
): readonly Extract<Constraint, { readonly type: Type }>[] {
  return partsBy(constraints, typeOf, type).filter(constraint => isOfType(constraint, type))
}

/** The indexes in which the column's name stands, as a part or in an expression, a condition or INCLUDE. */
export function indexesWith(
  { indexes }: Pick<Table, 'indexes'>,
  column: string,
  semantics: SchemaSemantics,
): readonly Index[] {
  return partsBy(indexes, namesInIndexUnder(semantics), semantics.columnKey(column))
}

/** The constraints in which the column's name stands, in the list of columns or the expression. */
export function constraintsWith(
  { constraints }: Pick<Table, 'constraints'>,
  column: string,
  semantics: SchemaSemantics,
): readonly Constraint[] {
  return partsBy(constraints, namesInConstraintUnder(semantics), semantics.columnKey(column))
}

/** The CHECKs in whose expression the name stands, quoted or in other letters too. */
export function checksNaming({ constraints }: Pick<Table, 'constraints'>, name: string): readonly string[] {
  return partsBy(constraints, namesInCheck, name.toLowerCase()).flatMap(each =>
    each.type === 'check' ? [each.expression] : [],
  )
}

/** The indexes whose first part is this column. */
export function indexesLedBy(
  { indexes }: Pick<Table, 'indexes'>,
  column: string,
  semantics: SchemaSemantics,
): readonly Index[] {
  return partsBy(indexes, firstColumnUnder(semantics), semantics.columnKey(column))
}

export function namesInIndex({ parts, where = '', include = [] }: Index): readonly string[] {
  const inParts = parts.flatMap(part => [
    ...(part.column === undefined ? [] : [part.column]),
    ...namesIn(part.expression ?? ''),
  ])
  return [...inParts, ...namesIn(where), ...include]
}

export function namesInConstraint(constraint: Constraint): readonly string[] {
  if (constraint.type === 'check') return namesIn(constraint.expression)
  return constraint.type === 'exclusion' ? namesIn(constraint.definition) : constraint.columns
}

/** Constraints and indexes share their table's schema, so that only the last part of a name tells them apart. */
export function nameKey(name: string, { columnKey }: SchemaSemantics): string {
  return columnKey(bareName(name))
}

export const nameOf: (semantics: SchemaSemantics) => KeysOf<Constraint | Index> = oncePer(
  semantics =>
    ({ name }) =>
      name === undefined ? [] : [nameKey(name, semantics)],
)

const typeOf: KeysOf<Constraint> = ({ type }) => [type]

function isOfType<Type extends Constraint['type']>(
  constraint: Constraint,
  type: Type,
): constraint is Extract<Constraint, { readonly type: Type }> {
  return constraint.type === type
}

const namesInIndexUnder = oncePer(
  ({ columnKey }: SchemaSemantics): KeysOf<Index> =>
    index =>
      namesInIndex(index).map(columnKey),
)

const namesInConstraintUnder = oncePer(
  ({ columnKey }: SchemaSemantics): KeysOf<Constraint> =>
    constraint =>
      [...namesInConstraint(constraint), ...ownColumn(constraint)].map(columnKey),
)

const namesInCheck: KeysOf<Constraint> = constraint =>
  constraint.type === 'check' ? namesIn(constraint.expression).map(name => name.toLowerCase()) : []

/** A check written with a column is that column's. */
function ownColumn(constraint: Constraint): readonly string[] {
  return constraint.type === 'check' && constraint.column !== undefined ? [constraint.column] : []
}

const firstColumnUnder = oncePer(
  ({ columnKey }: SchemaSemantics): KeysOf<Index> =>
    ({ parts: [first] }) =>
      first?.column === undefined ? [] : [columnKey(first.column)],
)
