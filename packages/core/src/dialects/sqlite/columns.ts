import type { Column, Constraint, GeneratedColumn, ReferentialAction } from '../../operations/column.ts'
import type { ColumnDefinition, DeferSubclause, ForeignKeyClause, RefAct } from './grammar.ts'
import { namePart, textOf } from './names.ts'
import { dataType } from './types.ts'

export interface DefinedColumn {
  readonly column: Column
  /** What was written with the column, each naming it. */
  readonly constraints: readonly Constraint[]
}

export function definedColumn(definition: ColumnDefinition, source: string): DefinedColumn {
  const name = definition.colName.text
  const constraints = columnConstraints(definition, source)
  const type = definition.colType && dataType(definition.colType, source, collationOf(definition))
  const generated = generatedColumn(definition, source)
  const defaultText = defaultOf(definition, source)
  const isPrimaryKey = constraints.some(constraint => constraint.type === 'primary-key')
  const isRowid = isPrimaryKey && type?.name === 'integer' && !isDescendingKey(definition)
  return {
    column: {
      name,
      ...(type && type.name !== '' ? { type } : {}),
      nullable: !isRowid && !isNotNull(definition),
      ...(defaultText === undefined ? {} : { default: defaultText }),
      ...(generated ? { generated } : {}),
      ...(isAutoIncrement(definition) ? { autoIncrement: 'auto-increment' as const } : {}),
      ...(type?.name === 'integer' && isNotNull(definition) && { saysNotNull: true as const }),
      ...(resolvesNull(definition) && { unkept: true as const }),
    },
    constraints,
  }
}

/** INTEGER PRIMARY KEY DESC is no rowid (SQLite manual, CREATE TABLE, 5). */
export function isDescendingKey(definition: ColumnDefinition): boolean {
  return definition.constraints.some(
    ({ constraint }) => constraint.type === 'PrimaryKeyColumnConstraint' && constraint.order === 'Desc',
  )
}

function isNotNull(definition: ColumnDefinition): boolean {
  return definition.constraints.some(
    ({ constraint }) => constraint.type === 'NotNullColumnConstraint' && !constraint.nullable,
  )
}

/** NOT NULL ON CONFLICT … */
function resolvesNull(definition: ColumnDefinition): boolean {
  return definition.constraints.some(
    ({ constraint }) =>
      constraint.type === 'NotNullColumnConstraint' && constraint.conflictClause !== undefined,
  )
}

function isAutoIncrement(definition: ColumnDefinition): boolean {
  return definition.constraints.some(
    ({ constraint }) => constraint.type === 'PrimaryKeyColumnConstraint' && constraint.autoIncrement,
  )
}

function collationOf(definition: ColumnDefinition): string | undefined {
  for (const { constraint } of definition.constraints) {
    if (constraint.type === 'CollateColumnConstraint') return constraint.collationName.text
  }
  return undefined
}

function defaultOf(definition: ColumnDefinition, source: string): string | undefined {
  for (const { constraint } of definition.constraints) {
    if (constraint.type !== 'DefaultColumnConstraint') continue
    return textOf(source, constraint).replace(/^default\s*/i, '')
  }
  return undefined
}

function generatedColumn(definition: ColumnDefinition, source: string): GeneratedColumn | undefined {
  for (const { constraint } of definition.constraints) {
    if (constraint.type !== 'GeneratedColumnConstraint') continue
    const isStored = constraint.typ?.name.toLowerCase() === 'stored'
    return { expression: textOf(source, constraint.expr), storage: isStored ? 'stored' : 'virtual' }
  }
  return undefined
}

function columnConstraints(definition: ColumnDefinition, source: string): readonly Constraint[] {
  const columns = [definition.colName.text]
  const constraints: Constraint[] = []
  for (const { name, constraint } of definition.constraints) {
    const named = name ? { name: name.text } : {}
    switch (constraint.type) {
      case 'PrimaryKeyColumnConstraint':
        constraints.push({
          ...named,
          type: 'primary-key',
          columns,
          ...((constraint.conflictClause !== undefined || constraint.order === 'Desc') && {
            unkept: true as const,
          }),
        })
        break
      case 'UniqueColumnConstraint':
        constraints.push({
          ...named,
          type: 'unique',
          columns,
          ...(constraint.conflictClause !== undefined && { unkept: true as const }),
        })
        break
      case 'CheckColumnConstraint':
        constraints.push({
          ...named,
          type: 'check',
          expression: textOf(source, constraint.expr),
          column: definition.colName.text,
        })
        break
      case 'ForeignKeyColumnConstraint':
        constraints.push({
          ...foreignKey(name?.text, columns, constraint.clause, constraint.deferClause),
          withColumn: true,
        })
        break
      case 'DeferColumnConstraint':
        deferLast(constraints, constraint.clause)
        break
      case 'NotNullColumnConstraint':
      case 'DefaultColumnConstraint':
      case 'CollateColumnConstraint':
      case 'GeneratedColumnConstraint':
        break
      default:
        constraint satisfies never
    }
  }
  return constraints
}

export function foreignKey(
  name: string | undefined,
  columns: readonly string[],
  clause: ForeignKeyClause,
  defer: DeferSubclause | undefined,
): Extract<Constraint, { type: 'foreign-key' }> {
  const onDelete = clause.args.find(argument => argument.type === 'OnDeleteRefArg')
  const onUpdate = clause.args.find(argument => argument.type === 'OnUpdateRefArg')
  const references = {
    table: namePart(clause.tblName.text),
    columns: (clause.columns ?? []).map(column => column.colName.text),
  }
  return {
    ...(name === undefined ? {} : { name }),
    type: 'foreign-key',
    columns,
    references,
    ...(onDelete ? { onDelete: actions[onDelete.action] } : {}),
    ...(onUpdate ? { onUpdate: actions[onUpdate.action] } : {}),
    ...deferrable(defer),
  }
}

function deferLast(constraints: Constraint[], clause: DeferSubclause): void {
  const last = constraints.pop()
  if (last) constraints.push({ ...last, ...deferrable(clause) })
}

function deferrable(clause: DeferSubclause | undefined): { readonly deferrable?: 'immediate' | 'deferred' } {
  if (!clause?.deferrable) return {}
  return { deferrable: clause.initDeferred === 'InitiallyDeferred' ? 'deferred' : 'immediate' }
}

const actions: Readonly<Record<RefAct, ReferentialAction>> = {
  NoAction: 'no action',
  Restrict: 'restrict',
  Cascade: 'cascade',
  SetNull: 'set null',
  SetDefault: 'set default',
}
