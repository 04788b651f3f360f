import { expect, test } from 'vitest'
import { readSqlScript } from '../../../readers/sql/read-sql-script.ts'
import { emptySchema } from '../../../schema/empty-schema.ts'
import { mysql } from '../index.ts'

function algorithms(text: string): readonly (string | null | undefined)[] {
  const { statements } = readSqlScript({ file: 'm.sql', transaction: 'none' }, text, mysql)
  const operations = statements.at(-1)?.operations ?? []
  const effects =
    mysql.traits('8.0.30').combinedEffects?.(operations, emptySchema(mysql.semantics, { complete: false })) ??
    []
  return effects.filter(({ table }) => table === 't').map(({ algorithm }) => algorithm)
}

const column = 'ALTER TABLE t ADD COLUMN a INT'
const index = 'ALTER TABLE t ADD INDEX i (b)'

test('the clauses of one ALTER TABLE cost what they cost together', () => {
  expect(algorithms(`${column}, ADD INDEX i (b);`)).toEqual(['INPLACE'])
})

test('the statements of a routine are no clauses of one: each costs what it costs alone', () => {
  const call = `DELIMITER //\nCREATE PROCEDURE p() BEGIN ${column}; ${index}; END//\nDELIMITER ;\nCALL p();`
  expect(algorithms(call)).toEqual(['INSTANT', 'INPLACE'])
})
