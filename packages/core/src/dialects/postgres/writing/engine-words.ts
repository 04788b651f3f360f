import type { Column } from '../../../operations/column.ts'
import { type EngineWords, words } from '../../writing/sql-writer.ts'
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
    serial ?? type?.text,
    type?.collation && `COLLATE ${quoteCollation(type.collation)}`,
    generated && `GENERATED ALWAYS AS (${generated.expression}) ${generated.storage.toUpperCase()}`,
    identity && `GENERATED ${identity} AS IDENTITY`,
    !nullable && serial === undefined && identity === undefined && 'NOT NULL',
    value !== undefined && `DEFAULT ${value}`,
  )
}

/** Names of collations are mostly written with quotes: `"C"`, `"de-x-icu"`. */
export function quoteCollation(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
