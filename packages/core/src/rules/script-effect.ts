import type { Script, Statement } from '../migration/migration.ts'
import { hasEffect } from '../operations/classes.ts'
import { namesIn } from '../schema/sql-text.ts'

export function changesSomething(script: Script): boolean {
  return script.statements.some(statement => statement.operations.some(hasEffect) && !isOnlyACheck(statement))
}

/** Words without which a block of code changes nothing: it reads, and stops the migration if it does not like what
 * it sees. */
const changing: ReadonlySet<string> = new Set(
  'alter analyze call copy create delete drop execute grant insert into merge perform refresh revoke set truncate update'.split(
    ' ',
  ),
)

function isOnlyACheck({ operations, text }: Statement): boolean {
  return (
    operations.every(({ kind }) => kind === 'run-code' || kind === 'read-rows') &&
    /^\s*do\b/i.test(text) &&
    !namesIn(text).some(word => changing.has(word.toLowerCase()))
  )
}

/** The reader saw the function throw on every path. */
export function throws(script: Script): boolean {
  return script.notes.some(note => note.kind === 'throws')
}
