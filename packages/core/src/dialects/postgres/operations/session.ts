import type { Operation } from '../../../operations/operation.ts'
import type { TransactionAction } from '../../../operations/session-operation.ts'
import type { Node, TransactionStmt, VariableSetStmt } from '../grammar.ts'
import { expressionText, type Source } from '../source.ts'
import { tableName } from '../tree/names.ts'
import { options, valueText } from '../tree/values.ts'
import { on, type ReaderEntry } from './reader.ts'

export const sessionReaders: readonly ReaderEntry[] = [
  on('TransactionStmt', transaction),
  on('VariableSetStmt', (statement, source) => setVariable(statement, source)),
  on('AlterSystemStmt', ({ setstmt }, source) => setVariable(setstmt ?? {}, source, 'global')),
  on('ConstraintsSetStmt', ({ deferred }) => ({
    kind: 'set-variable',
    name: 'constraints',
    value: deferred ? 'deferred' : 'immediate',
    scope: 'transaction',
  })),
  on('LockStmt', ({ relations, mode }) =>
    (relations ?? []).flatMap(node =>
      'RangeVar' in node
        ? [
            {
              kind: 'lock-table',
              table: tableName(node.RangeVar),
              mode: lockModes[(mode ?? 8) - 1] ?? '',
            } as const,
          ]
        : [],
    ),
  ),
  on('VariableShowStmt', ({ name }) => noEffect(`show ${name ?? ''}`)),
  // DISCARD ALL is RESET ALL and more (PostgreSQL manual, DISCARD).
  on('DiscardStmt', ({ target }) =>
    target === 'DISCARD_ALL' ? { kind: 'set-variable', name: 'all', scope: 'session' } : noEffect('discard'),
  ),
  on('ListenStmt', () => noEffect('listen')),
  on('UnlistenStmt', () => noEffect('unlisten')),
  on('NotifyStmt', () => noEffect('notify')),
  on('LoadStmt', () => noEffect('load')),
  on('FetchStmt', () => noEffect('fetch')),
  on('ClosePortalStmt', () => noEffect('close')),
  on('PrepareStmt', () => noEffect('prepare')),
  on('DeallocateStmt', () => noEffect('deallocate')),
]

export function noEffect(what: string): Operation {
  return { kind: 'no-effect', what: what.trim() }
}

/** In the order of their numbers (src/include/storage/lockdefs.h). */
const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
]

const transactionActions: Readonly<Record<NonNullable<TransactionStmt['kind']>, TransactionAction>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
  TRANS_STMT_RELEASE: 'release',
  TRANS_STMT_ROLLBACK_TO: 'rollback-to',
  TRANS_STMT_PREPARE: 'commit',
  TRANS_STMT_COMMIT_PREPARED: 'commit',
  TRANS_STMT_ROLLBACK_PREPARED: 'rollback',
}

function transaction({ kind, savepoint_name }: TransactionStmt): Operation {
  return {
    kind: 'control-transaction',
    action: transactionActions[kind ?? 'TRANS_STMT_BEGIN'],
    ...(savepoint_name && { name: savepoint_name }),
  }
}

function setVariable(
  statement: VariableSetStmt,
  source: Source,
  scope: 'session' | 'transaction' | 'global' = statement.is_local ? 'transaction' : 'session',
): Operation {
  const name = (statement.name ?? 'all').toLowerCase()
  if (statement.kind === 'VAR_SET_MULTI') {
    const value = options(statement.args)
      .map(({ defname = '', arg }) => `${defname.replaceAll('_', ' ')} ${valueText(arg)}`)
      .join(', ')
    return { kind: 'set-variable', name, value, scope: name === 'transaction' ? 'transaction' : scope }
  }
  if (statement.kind !== 'VAR_SET_VALUE') return { kind: 'set-variable', name, scope }
  const value = (statement.args ?? []).map(arg => writtenValue(arg, source)).join(', ')
  return { kind: 'set-variable', name, value, scope }
}

/** With its quotes: `'2s'`. */
function writtenValue(node: Node, source: Source): string {
  if (!('A_Const' in node) || (node.A_Const.location ?? -1) < 0) return valueText(node)
  return expressionText(source, source.place(node.A_Const.location))
}
