import type { OperationOf } from '../../../operations/operation.ts'
import { storageParametersIn } from '../../../schema/storage-parameters.ts'
import { literal } from '../../writing/sql-writer.ts'
import { alter } from '../../writing/write-common.ts'
import { engine } from './engine-words.ts'

export function setTableOption(operation: OperationOf<'set-table-option'>): readonly string[] | undefined {
  const clause = optionClause(operation)
  return clause === undefined ? undefined : [alter(operation, clause, engine)]
}

function optionClause({ option, value }: OperationOf<'set-table-option'>): string | undefined {
  switch (option) {
    case 'row-level-security':
      return `${value === '' ? 'DISABLE' : 'ENABLE'} ROW LEVEL SECURITY`
    case 'force-row-level-security':
      return `${value === '' ? 'NO FORCE' : 'FORCE'} ROW LEVEL SECURITY`
    case 'logged':
      return value === 'true' ? 'SET LOGGED' : 'SET UNLOGGED'
    case 'unlogged':
      return value === '' ? 'SET LOGGED' : 'SET UNLOGGED'
    case 'schema':
      return `SET SCHEMA ${engine.quote(value)}`
    case 'owner':
      return value === '' ? undefined : `OWNER TO ${engine.quote(value)}`
    case 'storage-parameter':
      return storageParameters(value)
    default:
      return undefined
  }
}

/** Of all that are set, or of all that are put back. */
function storageParameters(value: string): string {
  const parameters = [...storageParametersIn(value)]
  const isReset = parameters.every(([, setting]) => setting === '')
  const items = parameters.map(([name, setting]) => (isReset ? name : `${name} = ${plainOrQuoted(setting)}`))
  return `${isReset ? 'RESET' : 'SET'} (${items.join(', ')})`
}

function plainOrQuoted(setting: string): string {
  return /^(?:\d+(?:\.\d+)?|true|false|on|off|auto)$/i.test(setting) ? setting : literal(setting)
}
