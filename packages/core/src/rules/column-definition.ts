import type { DialectTraits } from '../dialects/dialect.ts'
import type { Column } from '../operations/column.ts'
import { describeType } from '../operations/describe-parts.ts'

/** A column as CREATE TABLE, MODIFY and CHANGE write it in MySQL and MariaDB, every attribute repeated. */
export function columnDefinition(column: Column, traits: DialectTraits): string {
  const { type } = column
  return [
    traits.quote(column.name),
    type && describeType(type),
    missingFrom(type?.text, 'UNSIGNED', type?.unsigned === true),
    type?.charset === undefined ? undefined : missingFrom(type.text, `CHARACTER SET ${type.charset}`, true),
    type?.collation === undefined ? undefined : missingFrom(type.text, `COLLATE ${type.collation}`, true),
    type?.srid === undefined ? undefined : traits.referenceSystem?.(type.srid),
    column.generated &&
      `GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.storage.toUpperCase()}`,
    column.nullable ? undefined : 'NOT NULL',
    column.default === undefined ? undefined : `DEFAULT ${column.default}`,
    column.autoIncrement === undefined ? undefined : 'AUTO_INCREMENT',
    column.onUpdate === undefined ? undefined : `ON UPDATE ${column.onUpdate}`,
    column.invisible === true ? 'INVISIBLE' : undefined,
    column.comment === undefined ? undefined : `COMMENT '${column.comment.replaceAll("'", "''")}'`,
  ]
    .filter(part => part !== undefined)
    .join(' ')
}

/** Type texts may or may not carry these words themselves. */
function missingFrom(text: string | undefined, words: string, wanted: boolean): string | undefined {
  const there = text?.toUpperCase().includes(words.toUpperCase()) === true
  return wanted && !there ? words : undefined
}
