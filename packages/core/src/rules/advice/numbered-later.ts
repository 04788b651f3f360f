import type { Problem, SuggestedMigration } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'
import { type AddColumn, addedPlain, restOfColumn } from './added-in-steps.ts'
import { filledInBatches } from './filled-in-batches.ts'

/** Columns that number rows, without writing the table again: new rows get a number, old ones in batches. */
export function numberedLater(
  added: readonly AddColumn[],
  context: OperationContext,
): Pick<Problem, 'suggestion'> {
  const { traits, statement } = context
  const plain = ({ column }: AddColumn) => {
    const { autoIncrement: _, ...rest } = column
    return { ...rest, nullable: true }
  }
  const sql = addedPlain(added, plain, statement, traits)
  const steps = added.map(each => {
    const rest = restOfColumn(each, { isRequired: true }, context)
    return rest && [...numbers(each, traits), ...rest]
  })
  if (sql === undefined || !steps.every(step => step !== undefined)) return {}
  const isIdentity = added.some(({ column }) => column.autoIncrement !== 'serial')
  return {
    suggestion: {
      title: `Add it empty, number new rows from a sequence${isIdentity ? ' in place of the identity' : ''}, and the old ones in batches`,
      sql,
      later: steps.flat(),
      ofWholeStatement: true,
    },
  }
}

function numbers(
  { table, column }: AddColumn,
  traits: OperationContext['traits'],
): readonly SuggestedMigration[] {
  const on = sqlName(table, traits)
  const name = traits.quote(column.name)
  const sequence = sqlName(`${table}_${column.name}_seq`, traits)
  const next = `nextval('${sequence}')`
  return [
    {
      sql: `CREATE SEQUENCE ${sequence} OWNED BY ${on}.${name};
ALTER TABLE ${on} ALTER COLUMN ${name} SET DEFAULT ${next};`,
    },
    filledInBatches(table, column.name, next, traits),
  ]
}
