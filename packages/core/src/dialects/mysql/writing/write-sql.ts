import type { Constraint } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import type { DialectTraits } from '../../dialect.ts'
import {
  type EngineWords,
  escapedLiteral,
  quotedName,
  type WriteSql,
  words,
} from '../../writing/sql-writer.ts'
import { alter, positionWords, writeCommon } from '../../writing/write-common.ts'
import { writeConstraint } from '../../writing/write-constraint.ts'
import { columnDefinition } from './column-definition.ts'
import { columnWithChecks, createTable } from './create-table.ts'
import { key } from './key.ts'
import { tableOption } from './table-option.ts'

interface MysqlWords extends Pick<DialectTraits, 'quote' | 'referenceSystem'> {
  /** The word that hides an index: `INVISIBLE`, `IGNORED`. */
  readonly hiddenIndex?: string
  /** A CHECK that is written with its column is a part of it (MariaDB). */
  readonly checksColumns?: boolean
}

export function sqlWriter(traits: MysqlWords): WriteSql {
  const engine: EngineWords = {
    quote: traits.quote,
    column: column => columnDefinition(column, traits),
    constraint: constraint => mysqlConstraint(constraint, traits),
    indexPartTail: ({ descending }) => (descending === true ? 'DESC' : ''),
  }
  return operation => {
    switch (operation.kind) {
      case 'create-table':
        return createTable(operation, engine, traits.hiddenIndex, traits.checksColumns === true)
      case 'rename-table':
        return [`RENAME TABLE ${quotedName(operation.table, engine)} TO ${quotedName(operation.to, engine)}`]
      case 'add-column':
      case 'change-column': {
        const clause = columnClause(operation, engine)
        return clause === undefined ? undefined : [alter(operation, clause, engine)]
      }
      case 'set-default':
        return [
          alter(
            operation,
            `ALTER COLUMN ${engine.quote(operation.column)} SET DEFAULT ${operation.default}`,
            engine,
          ),
        ]
      case 'drop-default':
        return [alter(operation, `ALTER COLUMN ${engine.quote(operation.column)} DROP DEFAULT`, engine)]
      case 'set-table-option': {
        const option = tableOption(operation.option, operation.value)
        return option === undefined ? undefined : [alter(operation, option, engine)]
      }
      case 'set-comment':
        return operation.objectType === 'table'
          ? [alter({ table: operation.name }, `COMMENT = ${escapedLiteral(operation.comment ?? '')}`, engine)]
          : undefined
      case 'drop-constraint': {
        const dropped = droppedConstraint(operation, engine)
        return dropped === undefined ? undefined : [alter(operation, `DROP ${dropped}`, engine)]
      }
      case 'create-index':
        return [alter(operation.index, `ADD ${key(operation.index, engine, traits.hiddenIndex)}`, engine)]
      case 'drop-index':
        return operation.table === undefined
          ? undefined
          : [alter({ table: operation.table }, `DROP INDEX ${engine.quote(operation.name)}`, engine)]
      case 'rename-index':
        return operation.table === undefined
          ? undefined
          : [
              alter(
                { table: operation.table },
                `RENAME INDEX ${engine.quote(operation.name)} TO ${engine.quote(operation.to)}`,
                engine,
              ),
            ]
      case 'drop-object':
        return droppable.includes(operation.objectType)
          ? [`DROP ${operation.objectType.toUpperCase()} ${quotedName(operation.name, engine)}`]
          : undefined
      default:
        return writeCommon(operation, engine)
    }
  }
}

const droppable: readonly string[] = ['view', 'trigger', 'procedure', 'function', 'event', 'sequence']

/** A primary key has no name but PRIMARY; a check that stands with its column is written there (MariaDB). */
function mysqlConstraint(constraint: Constraint, engine: Pick<EngineWords, 'quote'>): string | undefined {
  if (constraint.type === 'primary-key') {
    const { name: _name, ...unnamed } = constraint
    return writeConstraint(unnamed, engine)
  }
  const isWritten = constraint.type === 'foreign-key' || constraint.type === 'check'
  return isWritten ? writeConstraint(constraint, engine) : undefined
}

/** ADD, MODIFY or CHANGE, the whole column said. */
function columnClause(
  operation: OperationOf<'add-column' | 'change-column'>,
  engine: EngineWords,
): string | undefined {
  const { constraints, position } = operation
  const column = operation.kind === 'add-column' ? operation.column : operation.to
  const definition = columnWithChecks(column, constraints, engine)
  return definition && words(verbOf(operation, engine), definition, positionWords(position, engine))
}

function verbOf(operation: OperationOf<'add-column' | 'change-column'>, { quote }: EngineWords): string {
  if (operation.kind === 'add-column') return 'ADD COLUMN'
  return operation.column === operation.to.name ? 'MODIFY COLUMN' : `CHANGE COLUMN ${quote(operation.column)}`
}

function droppedConstraint(
  { name, type }: OperationOf<'drop-constraint'>,
  { quote }: EngineWords,
): string | undefined {
  if (type === 'primary-key') return 'PRIMARY KEY'
  if (name === undefined) return undefined
  if (type === 'foreign-key') return `FOREIGN KEY ${quote(name)}`
  return type === 'unique' ? `INDEX ${quote(name)}` : `CONSTRAINT ${quote(name)}`
}
