import type { Column, Constraint, DataType } from '../../../operations/column.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readColumnAttribute } from './column-attributes.ts'
import type { ColumnDraft } from './column-draft.ts'
import { readDataType } from './data-type.ts'
import { bytesInsteadOfText } from './type-names.ts'

/** A column as it is written, with what is written beside it. */
export interface ColumnDefinition {
  readonly column: Column
  readonly primaryKey: boolean
  readonly unique: boolean
  readonly checks: readonly Constraint[]
  readonly references?: Constraint
  /** What is so without it, and is written. */
  readonly saysNull?: true
  readonly saysDefaultNull?: true
}

/** `name type attribute …` */
export function readColumnDefinition(cursor: TokenCursor): ColumnDefinition {
  const name = cursor.identifier()
  return readTypeAndAttributes(cursor, name)
}

export function readTypeAndAttributes(cursor: TokenCursor, name: string): ColumnDefinition {
  const draft: ColumnDraft = cursor.isAt('SERIAL')
    ? { nullable: false, autoIncrement: true, unique: true, checks: [] }
    : { checks: [] }
  const type = readDataType(cursor)
  while (readColumnAttribute(cursor, name, draft));
  return {
    column: columnOf(name, type, draft),
    primaryKey: draft.primaryKey === true,
    unique: draft.unique === true,
    checks: draft.checks,
    ...(draft.references ? { references: draft.references } : {}),
    ...(draft.nullable ? { saysNull: true } : {}),
    ...(draft.defaultsToNull ? { saysDefaultNull: true } : {}),
  }
}

function columnOf(name: string, type: DataType, draft: ColumnDraft): Column {
  const nullable = draft.nullable ?? draft.primaryKey !== true
  return {
    name,
    type: withReferenceSystem(
      draft.collation === undefined ? type : withCollation(type, draft.collation),
      draft.srid,
    ),
    nullable: draft.primaryKey === true ? false : nullable,
    ...(draft.default === undefined ? {} : { default: draft.default }),
    ...(draft.generated ? { generated: draft.generated } : {}),
    ...(draft.autoIncrement ? { autoIncrement: 'auto-increment' as const } : {}),
    ...(draft.onUpdate === undefined ? {} : { onUpdate: draft.onUpdate }),
    ...(draft.comment ? { comment: draft.comment } : {}),
    ...(draft.invisible ? { invisible: true } : {}),
    ...(draft.hasOthers ? { unkept: true } : {}),
  }
}

function withCollation(type: DataType, collation: string): DataType {
  const name = collation === 'binary' ? bytesInsteadOfText(type.name) : type.name
  return { ...type, name, collation }
}

function withReferenceSystem(type: DataType, srid: number | undefined): DataType {
  return srid === undefined ? type : { ...type, srid }
}
