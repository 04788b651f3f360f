import type { DialectTraits } from '../../dialects/dialect.ts'
import type { Script, Statement } from '../../migration/migration.ts'

/**
 * How many of the statements stay done if this one fails, for each: up to the last commit where a transaction is open. An
 * implicit commit comes before the statement that makes it, which may then fail, and ends what BEGIN has begun (measured:
 * MariaDB 10.11; InnoDB).
 */
export function doneAfterFailure(
  script: Script,
  statements: readonly Statement[],
  traits: DialectTraits,
): readonly number[] {
  const isNextOpen = script.autocommitOff === true
  let isOpen = script.transaction !== 'none'
  let done = 0
  return statements.map(({ operations }, at) => {
    const commits = operations.some(operation => traits.commitsImplicitly(operation))
    const staying = commits || !isOpen ? at : done
    const control = operations.find(({ kind }) => kind === 'control-transaction')
    const action = control?.kind === 'control-transaction' ? control.action : undefined
    if (action === 'begin') isOpen = true
    else if (commits || action === 'commit' || action === 'rollback') isOpen = isNextOpen
    // What a ROLLBACK takes back leaves nothing behind either.
    done = commits || !isOpen || action === 'commit' || action === 'rollback' ? at + 1 : done
    return staying
  })
}
