import type { Column, ColumnPosition, Constraint } from '../operations/column.ts'
import { bareName, besideName } from '../operations/names.ts'
import type { Operation } from '../operations/operation.ts'
import { areSameChecks, columnChecks } from '../schema/column-checks.ts'
import { sameType } from '../schema/compare-types.ts'
import { quotedWhereFolded } from '../schema/owned-sequence.ts'
import type { SchemaSemantics, Table } from '../schema/schema-state.ts'
import type { OperationStyle } from './operation-style.ts'

/** What gives a table the other's columns; those that it has too many are dropped before. */
export function columnOperations(
  from: Table,
  to: Table,
  semantics: SchemaSemantics,
  style: OperationStyle,
): readonly Operation[] {
  return [...to.columns].flatMap(([key, column]): readonly Operation[] => {
    const present = from.columns.get(key)
    const checks = columnChecks(to, column.name, semantics)
    if (present !== undefined) {
      const isSame = present === column && areSameChecks(columnChecks(from, present.name, semantics), checks)
      if (isSame) return []
      return style.restatesColumns
        ? restated(to.name, present, column, checks, isMoved(from, to, key) ? placeOf(to, key) : undefined)
        : altered(to.name, present, column)
    }
    const position = style.restatesColumns ? positionOf(to, key) : undefined
    return [
      {
        kind: 'add-column',
        table: to.name,
        column,
        constraints: checks.map(asOfColumn),
        ifNotExists: false,
        ...(position === undefined ? {} : { position }),
      },
    ]
  })
}

/** The last column needs no position. */
function positionOf(table: Table, key: string): ColumnPosition | undefined {
  const keys = [...table.columns.keys()]
  const at = keys.indexOf(key)
  return at === keys.length - 1 ? undefined : placeOf(table, key)
}

/** Whether it stands behind another column, of those that both have. */
function isMoved(from: Table, to: Table, key: string): boolean {
  const before = (table: Table, other: Table): string | undefined => {
    const keys = [...table.columns.keys()].filter(each => other.columns.has(each))
    return keys[keys.indexOf(key) - 1]
  }
  return before(from, to) !== before(to, from)
}

function placeOf(table: Table, key: string): ColumnPosition {
  const keys = [...table.columns.keys()]
  const at = keys.indexOf(key)
  const before = at === 0 ? undefined : table.columns.get(keys[at - 1] ?? '')
  return before === undefined ? 'first' : { after: before.name }
}

function restated(
  table: string,
  from: Column,
  to: Column,
  checks: readonly Constraint[],
  position: ColumnPosition | undefined,
): readonly Operation[] {
  const constraints = checks.map(asOfColumn)
  return [
    {
      kind: 'change-column',
      table,
      column: from.name,
      to,
      constraints,
      ifExists: false,
      ...(position === undefined ? {} : { position }),
    },
  ]
}

/** It takes no name but the column's. */
export function asOfColumn({ name: _name, ...check }: Constraint): Constraint {
  return check as Constraint
}

function altered(table: string, from: Column, to: Column): readonly Operation[] {
  const place = { table, column: to.name }
  return [
    ...typeOperations(place, from, to),
    ...identityOperations(place, from, to),
    ...nullabilityOperations(place, from, to),
    ...defaultOperations(place, from, to),
    ...commentOperations(place, from, to),
  ]
}

interface Place {
  readonly table: string
  readonly column: string
}

function typeOperations(place: Place, from: Column, to: Column): readonly Operation[] {
  return to.type === undefined || (from.type !== undefined && sameType(from.type, to.type))
    ? []
    : [{ kind: 'change-column-type', ...place, type: to.type }]
}

function nullabilityOperations(place: Place, from: Column, to: Column): readonly Operation[] {
  if (from.nullable === to.nullable) return []
  return [{ kind: to.nullable ? 'drop-not-null' : 'set-not-null', ...place }]
}

function defaultOperations(place: Place, from: Column, to: Column): readonly Operation[] {
  if (to.autoIncrement === 'serial' && from.autoIncrement !== 'serial') {
    return [{ kind: 'set-default', ...place, default: `nextval('${sequenceOf(place)}')` }]
  }
  if (from.default === to.default) return []
  return to.default === undefined
    ? [{ kind: 'drop-default', ...place }]
    : [{ kind: 'set-default', ...place, default: to.default }]
}

function sequenceOf({ table, column }: Place): string {
  return quotedWhereFolded(besideName(table, `${bareName(table)}_${column}_seq`))
}

/** Dropping an identity leaves NOT NULL; adding one needs it. */
function identityOperations(place: Place, from: Column, to: Column): readonly Operation[] {
  const [was, is] = [identityOf(from), identityOf(to)]
  return was === is ? [] : [{ kind: 'set-column-option', ...place, option: 'identity', value: is }]
}

function identityOf({ autoIncrement }: Column): string {
  if (autoIncrement === 'identity-always') return 'always'
  return autoIncrement === 'identity-by-default' ? 'by default' : ''
}

function commentOperations({ table, column }: Place, from: Column, to: Column): readonly Operation[] {
  if (from.comment === to.comment) return []
  const name = `${table}.${column}`
  return [
    {
      kind: 'set-comment',
      objectType: 'column',
      name,
      ...(to.comment === undefined ? {} : { comment: to.comment }),
    },
  ]
}
