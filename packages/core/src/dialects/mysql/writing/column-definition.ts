import type { Column, DataType } from '../../../operations/column.ts'
import { describeType } from '../../../operations/describe-parts.ts'
import type { DialectTraits } from '../../dialect.ts'
import { escapedLiteral, words } from '../../writing/sql-writer.ts'

/** A column as CREATE TABLE, MODIFY and CHANGE write it in MySQL and MariaDB, every attribute repeated. */
export function columnDefinition(
  column: Column,
  traits: Pick<DialectTraits, 'quote' | 'referenceSystem'>,
): string {
  const type = column.type && withoutCharset(column.type)
  return words(
    traits.quote(column.name),
    type && (isSerial(type) ? 'BIGINT' : describeType(type)),
    missingFrom(type?.text, 'UNSIGNED', type?.unsigned === true),
    type?.charset && !isNational(type) && `CHARACTER SET ${type.charset}`,
    type?.collation && `COLLATE ${type.collation}`,
    type?.srid === undefined ? undefined : traits.referenceSystem?.(type.srid),
    column.generated &&
      `GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.storage.toUpperCase()}`,
    nullability(column),
    column.default === undefined ? undefined : `DEFAULT ${column.default}`,
    column.autoIncrement && 'AUTO_INCREMENT',
    column.onUpdate && `ON UPDATE ${column.onUpdate}`,
    column.invisible === true && 'INVISIBLE',
    column.comment === undefined ? undefined : `COMMENT ${escapedLiteral(column.comment)}`,
  )
}

/** The text may carry them too, by another name: `utf8` is `utf8mb3`. */
function withoutCharset(type: DataType): DataType {
  const pattern = /\s+(?:character\s+set|charset|collate)\s+\S+/gi
  return type.charset === undefined && type.collation === undefined
    ? type
    : { ...type, text: type.text.replace(pattern, '') }
}

/** SERIAL says its attributes itself (MySQL 8.0 manual 11.1.1): they are not said twice. */
function isSerial({ text }: DataType): boolean {
  return /^serial$/i.test(text)
}

/** NCHAR and NATIONAL VARCHAR take no character set but their own. */
function isNational({ text }: DataType): boolean {
  return /^(?:nchar|nvarchar|national)\b/i.test(text)
}

/** Without a word a TIMESTAMP is NOT NULL where explicit_defaults_for_timestamp is off (MySQL 8.0 manual 7.1.8). */
function nullability({ nullable, type }: Column): string | undefined {
  if (!nullable) return 'NOT NULL'
  return type?.name === 'timestamp' ? 'NULL' : undefined
}

/** Type texts may or may not carry these words themselves. */
function missingFrom(text: string | undefined, wanted: string, isWanted: boolean): string | undefined {
  const isThere = text?.toUpperCase().includes(wanted.toUpperCase()) === true
  return isWanted && !isThere ? wanted : undefined
}
