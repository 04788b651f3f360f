import type { Statement } from '../../migration/migration.ts'
import { hasEffect } from '../../operations/classes.ts'
import { nameParts } from '../../operations/names.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'
import type { Place } from '../finding.ts'
import { sameObject } from '../names/known-columns.ts'
import { placeOfStatement } from '../scripts/script-place.ts'

const subject =
  /^(?:down stops: )?(?:(?:materialized|composite|foreign|primary) )?\S+ ([^\s:]+)(?: (?:of|on) ([^\s:]+))?/

/** `column users.email: is nullable` is about `users` and `email`, the last the most: `foreign key f of carts` about `carts` and `f`. */
export function subjectOf(difference: string): readonly string[] {
  const [, name = '', table = ''] = subject.exec(difference) ?? []
  return [...nameParts(table), ...nameParts(name)].filter(each => each !== '')
}

/** The last statement of the down script that names what differs first, or else its table; of what is made in it, the
 * one that makes it. */
export function placeOfDifferences(
  differences: readonly string[],
  { down, joins }: ReplayedMigration,
): Place | undefined {
  const writing = joins === undefined ? undefined : tableWriting(differences[0] ?? '', down?.steps ?? [])
  if (writing !== undefined) return placeOfStatement('down', writing.statement)
  const statements = [
    ...new Set(
      (down?.steps ?? []).filter(({ operation }) => hasEffect(operation)).map(each => each.statement),
    ),
  ]
  const naming = statements.map(statement => ({
    statement,
    names: new Set(namesIn(statement.text).map(lower)),
  }))
  for (const difference of differences) {
    const parts = subjectOf(difference)
    for (const wanted of [parts, parts.slice(0, -1)]) {
      const found =
        wanted.length === 0 ? [] : naming.filter(({ names }) => wanted.every(each => names.has(lower(each))))
      const makes = found.findLast(
        ({ statement }) => / its definition differs/.test(difference) && isMaking(statement),
      )
      // It stops at the first.
      const last = makes ?? (difference.startsWith('down stops: column ') ? found[0] : found.at(-1))
      if (last !== undefined) return placeOfStatement('down', last.statement)
    }
  }
  return undefined
}

/** The CREATE TABLE of the column that differs, by whatever name the table had then: the part that copies the rows into it
 * is another one. */
function tableWriting(difference: string, steps: readonly Step[]): Step | undefined {
  const [, column = ''] = /^column (\S+?)(?::| is )/.exec(difference) ?? []
  let table = column.slice(0, Math.max(column.lastIndexOf('.'), 0))
  return table === ''
    ? undefined
    : steps.findLast(({ operation, before }) => {
        if (operation.kind === 'rename-table' && sameObject(before, operation.to, table))
          table = operation.table
        return operation.kind === 'create-table' && sameObject(before, operation.table, table)
      })
}

function isMaking({ operations }: Statement): boolean {
  return operations.some(({ kind }) => kind === 'create-object')
}

function lower(name: string): string {
  return name.toLowerCase()
}
