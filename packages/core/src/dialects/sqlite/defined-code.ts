import type { Operation } from '../../operations/operation.ts'
import type { DefinedCode } from '../dialect.ts'
import { type CreateTriggerStmt, parseByGrammar } from './grammar.ts'
import { objectName } from './names.ts'
import { rowFilter } from './row-filter.ts'

/** What a trigger does; SQLite has no other code. */
export function definedCode(text: string): DefinedCode | undefined {
  const result = parseByGrammar(text)
  const [statement] = result.ok ? result.statements : []
  if (statement?.type !== 'CreateTriggerStmt') return undefined
  return {
    name: objectName(statement.triggerName),
    operations: statement.commands.flatMap(commandOperations),
    runsOn: { table: objectName(statement.tblName), events: [eventOf(statement)] },
  }
}

function eventOf({ event }: CreateTriggerStmt): 'insert' | 'update' | 'delete' {
  switch (event.type) {
    case 'InsertTriggerEvent':
      return 'insert'
    case 'DeleteTriggerEvent':
      return 'delete'
    case 'UpdateTriggerEvent':
    case 'UpdateOfTriggerEvent':
      return 'update'
    default:
      return event satisfies never
  }
}

function commandOperations(command: CreateTriggerStmt['commands'][number]): readonly Operation[] {
  switch (command.type) {
    case 'DeleteTriggerCmd':
      return [
        {
          kind: 'delete-rows',
          table: objectName(command.tblName),
          filter: rowFilter(command.whereClause),
        },
      ]
    case 'UpdateTriggerCmd':
      return [
        {
          kind: 'update-rows',
          table: objectName(command.tblName),
          columns: command.sets.flatMap(({ colNames }) => colNames.map(({ text }) => text)),
          filter: rowFilter(command.whereClause),
        },
      ]
    case 'InsertTriggerCmd':
      return [
        {
          kind: 'insert-rows',
          table: objectName(command.tblName),
          columns: (command.colNames ?? []).map(({ text }) => text),
          replace: command.orConflict === 'Replace',
        },
      ]
    case 'SelectTriggerCmd':
      return []
    default:
      return command satisfies never
  }
}
