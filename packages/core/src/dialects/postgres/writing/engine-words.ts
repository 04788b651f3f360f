import type { Column, DataType } from '../../../operations/column.ts'
import { type EngineWords, quotedName, words } from '../../writing/sql-writer.ts'
import { writeConstraint } from '../../writing/write-constraint.ts'
import { quoteName } from '../facts/keywords.ts'

export const engine: EngineWords = {
  quote: quoteName,
  column,
  constraint: constraint => writeConstraint(constraint, engine),
  indexPartTail: ({ collation, operatorClass, descending, nulls }) =>
    words(
      collation && `COLLATE ${quoteCollation(collation)}`,
      operatorClass,
      descending === true && 'DESC',
      nulls && `NULLS ${nulls.toUpperCase()}`,
    ),
}

const serials: Readonly<Record<string, string>> = {
  smallint: 'smallserial',
  integer: 'serial',
  bigint: 'bigserial',
}

const identities = { 'identity-always': 'ALWAYS', 'identity-by-default': 'BY DEFAULT' } as const

function column({ name, type, nullable, default: value, generated, autoIncrement }: Column): string {
  const serial = autoIncrement === 'serial' ? serials[type?.name ?? ''] : undefined
  const identity =
    autoIncrement === 'identity-always' || autoIncrement === 'identity-by-default'
      ? identities[autoIncrement]
      : undefined
  return words(
    engine.quote(name),
    serial ?? (type && typeText(type)),
    type?.collation && `COLLATE ${quoteCollation(type.collation)}`,
    generated && `GENERATED ALWAYS AS (${generated.expression}) ${generated.storage.toUpperCase()}`,
    identity && `GENERATED ${identity} AS IDENTITY`,
    !nullable && serial === undefined && identity === undefined && 'NOT NULL',
    value !== undefined && `DEFAULT ${value}`,
  )
}

/** The text of a type that was renamed is its new name, without the quotes that it may need. */
export function typeText({ name, text }: DataType): string {
  return /[A-Z]/.test(name) && !text.includes('"') ? text.replace(name, quotedName(name, engine)) : text
}

/** Names of collations are mostly written with quotes: `"C"`, `"de-x-icu"`. */
export function quoteCollation(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
