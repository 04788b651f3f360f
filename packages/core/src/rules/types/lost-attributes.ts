import type { Column, DataType } from '../../operations/column.ts'

export interface LostAttribute {
  readonly name: string
  /** As the message shows it: `DEFAULT 'pending'`. */
  readonly text: string
  /** Losing it changes no value and no statement's outcome. */
  readonly onlyDescribes: boolean
}

/** What the old column has and the new definition does not say. */
export function lostAttributes(old: Column, to: Column): readonly LostAttribute[] {
  return [
    ...lost('NOT NULL', !old.nullable && to.nullable),
    ...lost(
      'DEFAULT',
      hasDefault(old) && to.default === undefined && to.autoIncrement === undefined,
      `DEFAULT ${old.default}`,
    ),
    ...lost('UNSIGNED', old.type?.unsigned === true && isSignedNumber(to.type)),
    ...lost('AUTO_INCREMENT', old.autoIncrement !== undefined && to.autoIncrement === undefined),
    ...lost(
      'ON UPDATE',
      old.onUpdate !== undefined && to.onUpdate === undefined,
      `ON UPDATE ${old.onUpdate}`,
    ),
    ...lost(
      'GENERATED',
      old.generated !== undefined && to.generated === undefined,
      'its GENERATED expression',
    ),
    ...lost(
      'SRID',
      old.type?.srid !== undefined && to.type?.srid === undefined && isSpatial(to.type),
      `the reference system ${old.type?.srid}`,
    ),
    ...describing('INVISIBLE', old.invisible === true && to.invisible !== true),
    ...describing(
      'COMMENT',
      old.comment !== undefined && old.comment !== '' && to.comment === undefined,
      `COMMENT '${old.comment}'`,
    ),
    ...lost(
      'CHARACTER SET',
      old.type?.charset !== undefined &&
        holdsText(to.type) &&
        to.type?.charset === undefined &&
        to.type?.collation === undefined,
      `CHARACTER SET ${old.type?.charset}`,
    ),
    ...lost(
      'COLLATE',
      old.type?.collation !== undefined &&
        holdsText(to.type) &&
        to.type?.collation === undefined &&
        to.type?.charset === undefined &&
        // BINARY is a collation too, if not always the same.
        to.type?.binaryCollation === undefined,
      `COLLATE ${old.type?.collation}`,
    ),
  ]
}

/** The new definition with what it lost put back. */
export function keptAttributes(old: Column, to: Column, lost: readonly LostAttribute[]): Column {
  const names = new Set(lost.map(attribute => attribute.name))
  const type = to.type === undefined ? undefined : keptType(old.type, to.type, names)
  return {
    ...to,
    ...(type === undefined ? {} : { type }),
    nullable: names.has('NOT NULL') ? false : to.nullable,
    ...(names.has('DEFAULT') && old.default !== undefined
      ? { default: defaultFor(to.type, old.default) }
      : {}),
    ...(names.has('AUTO_INCREMENT') && old.autoIncrement !== undefined
      ? { autoIncrement: old.autoIncrement }
      : {}),
    ...(names.has('ON UPDATE') && old.onUpdate !== undefined
      ? { onUpdate: withPrecision(old.onUpdate, to.type) }
      : {}),
    ...(names.has('GENERATED') && old.generated !== undefined ? { generated: old.generated } : {}),
    ...(names.has('INVISIBLE') ? { invisible: true } : {}),
    ...(names.has('COMMENT') && old.comment !== undefined ? { comment: old.comment } : {}),
  }
}

/** The server refuses another one than the column's (MySQL 8.0 manual, Automatic Initialization for TIMESTAMP). */
function withPrecision(text: string, type: DataType | undefined): string {
  const [precision = 0] = type?.args ?? []
  const bare = text.replace(/\s*\(\s*\d*\s*\)$/, '')
  return precision === 0 || !/^(?:current_timestamp|now|localtime(?:stamp)?)$/i.test(bare)
    ? text
    : `${bare}(${precision})`
}

/** Of TEXT, BLOB and JSON an expression alone (MySQL 8.0 manual, 13.6; MariaDB takes it as well). */
function defaultFor(type: DataType | undefined, text: string): string {
  const isLong = /^(?:(?:tiny|medium|long)?(?:text|blob)|json)$/.test(type?.name ?? '')
  return isLong && !text.startsWith('(') ? `(${text})` : text
}

function keptType(old: DataType | undefined, to: DataType, names: ReadonlySet<string>): DataType {
  return {
    ...to,
    ...(names.has('UNSIGNED') ? { unsigned: true } : {}),
    ...(names.has('CHARACTER SET') && old?.charset !== undefined ? { charset: old.charset } : {}),
    ...(names.has('SRID') && old?.srid !== undefined ? { srid: old.srid } : {}),
    ...(names.has('COLLATE') && old?.collation !== undefined ? { collation: old.collation } : {}),
  }
}

/** DEFAULT NULL is what a nullable column has anyway. */
function hasDefault({ default: text }: Column): boolean {
  return text !== undefined && text.toLowerCase() !== 'null'
}

const numberTypes: ReadonlySet<string> = new Set([
  'tinyint',
  'smallint',
  'mediumint',
  'int',
  'integer',
  'bigint',
  'decimal',
  'numeric',
  'float',
  'double',
  'real',
])

function isSignedNumber(type: DataType | undefined): boolean {
  return type !== undefined && type.unsigned !== true && numberTypes.has(type.name)
}

function holdsText(type: DataType | undefined): boolean {
  return type !== undefined && /^(?:char|varchar|(?:tiny|medium|long)?text|enum|set)$/.test(type.name)
}

function isSpatial(type: DataType | undefined): boolean {
  return (
    type !== undefined &&
    /^(?:geometry|geomcollection|(?:multi)?(?:point|linestring|polygon))/.test(type.name)
  )
}

function lost(name: string, isLost: boolean, text: string = name): readonly LostAttribute[] {
  return isLost ? [{ name, text, onlyDescribes: false }] : []
}

function describing(name: string, isLost: boolean, text: string = name): readonly LostAttribute[] {
  return isLost ? [{ name, text, onlyDescribes: true }] : []
}
