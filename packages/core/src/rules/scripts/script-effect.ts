import type { Migration, Script, Statement } from '../../migration/migration.ts'
import { hasEffect } from '../../operations/classes.ts'
import type { Operation, OperationKind } from '../../operations/operation.ts'
import { namesIn } from '../../schema/sql-text.ts'

export function changesSomething(script: Script): boolean {
  return script.statements.some(statement => statement.operations.some(hasEffect) && !isOnlyACheck(statement))
}

/** Rows change, and the schema does not. */
export function changesRowsAlone(script: Script): boolean {
  return script.statements
    .flatMap(({ operations }) => operations)
    .filter(operation => hasEffect(operation) && !isTemporary(operation))
    .every(({ kind }) => ofRows.has(kind))
}

const ofRows: ReadonlySet<OperationKind> = new Set([
  'insert-rows',
  'update-rows',
  'delete-rows',
  'truncate-table',
])

function isTemporary(operation: Operation): boolean {
  return 'temporary' in operation && operation.temporary === true
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

/** What it would do is built and never awaited, which async-not-awaited tells. */
export function awaitsNothing(script: Script): boolean {
  return !changesSomething(script) && script.notes.some(({ kind }) => kind === 'not-awaited')
}

/** The reader saw the function throw on every path. */
export function throws(script: Script): boolean {
  return script.notes.some(note => note.kind === 'throws')
}

/** Up changes something, and the down script that somebody wrote nothing, without a word or an error that says so. */
export function undoesNothing({ up, down, declaredIrreversible }: Migration): boolean {
  if (down === undefined || declaredIrreversible !== undefined) return false
  return changesSomething(up) && !changesSomething(down) && !throws(down) && !awaitsNothing(down)
}
