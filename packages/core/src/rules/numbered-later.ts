import type { Column, ObjectName } from '../operations/column.ts'
import type { Suggestion } from './finding.ts'
import type { OperationContext } from './rule.ts'
import { sqlName } from './sql-name.ts'

/** A column that numbers rows, without writing the table again: new rows get a number, old ones in batches. */
export function numberedLater(
  table: ObjectName,
  column: Column,
  { traits }: Pick<OperationContext, 'traits'>,
): Suggestion {
  const on = sqlName(table, traits)
  const name = traits.quote(column.name)
  const sequence = sqlName(`${table}_${column.name}_seq`, traits)
  return {
    title: 'Add it empty, number new rows from a sequence, and the old ones in batches',
    sql: `ALTER TABLE ${on} ADD COLUMN ${name} ${column.type?.text ?? 'bigint'};`,
    later: [
      {
        sql: `CREATE SEQUENCE ${sequence} OWNED BY ${on}.${name};
ALTER TABLE ${on} ALTER COLUMN ${name} SET DEFAULT nextval('${sequence}');`,
      },
    ],
  }
}
