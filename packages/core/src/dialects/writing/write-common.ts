import type { Index } from '../../operations/column.ts'
import type { Operation, OperationOf } from '../../operations/operation.ts'
import { type EngineWords, quotedName, type WriteSql, words } from './sql-writer.ts'
import { createIndex } from './write-index.ts'

/** What all three engines write alike; an engine's own writer is asked first. */
export function writeCommon(operation: Operation, engine: EngineWords): ReturnType<WriteSql> {
  switch (operation.kind) {
    case 'drop-table':
      return [`DROP TABLE ${quotedName(operation.table, engine)}`]
    case 'add-column':
      return operation.constraints.length > 0
        ? undefined
        : [alter(operation, addColumn(operation, engine), engine)]
    case 'drop-column':
      return [alter(operation, `DROP COLUMN ${engine.quote(operation.column)}`, engine)]
    case 'rename-column': {
      const [one, other] = [engine.quote(operation.column), engine.quote(operation.to)]
      const back = operation.exchanges === true ? `, RENAME COLUMN ${other} TO ${one}` : ''
      return [alter(operation, `RENAME COLUMN ${one} TO ${other}${back}`, engine)]
    }
    case 'add-constraint': {
      const constraint = engine.constraint(operation.constraint)
      return constraint === undefined ? undefined : [alter(operation, `ADD ${constraint}`, engine)]
    }
    case 'create-index':
      return isPartitioned(operation.index) ? undefined : [createIndex(operation.index, engine)]
    case 'create-object':
      return /^create\b/i.test(operation.definition.trimStart()) ? [operation.definition] : undefined
    default:
      return undefined
  }
}

/** ON ONLY, and what is attached to it, take a statement for each partition. */
function isPartitioned({ unattached, attachedTo }: Index): boolean {
  return unattached !== undefined || attachedTo !== undefined
}

/** `ALTER TABLE users` and what is altered. */
export function alter(
  { table }: { readonly table: string },
  clause: string,
  engine: Pick<EngineWords, 'quote'>,
): string {
  return `ALTER TABLE ${quotedName(table, engine)} ${clause}`
}

function addColumn({ column, position }: OperationOf<'add-column'>, engine: EngineWords): string {
  return words('ADD COLUMN', engine.column(column), positionWords(position, engine))
}

/** MySQL's `FIRST` and `AFTER c`. */
export function positionWords(
  position: OperationOf<'add-column'>['position'],
  { quote }: Pick<EngineWords, 'quote'>,
): string | undefined {
  return position === 'first' ? 'FIRST' : position && `AFTER ${quote(position.after)}`
}

/** CREATE TABLE up to the closing parenthesis, a line for each column and key. */
export function createTableBody(
  { table, temporary }: OperationOf<'create-table'>,
  elements: readonly string[],
  engine: Pick<EngineWords, 'quote'>,
): string {
  const head = words('CREATE', temporary && 'TEMPORARY', 'TABLE', quotedName(table, engine))
  return `${head} (\n  ${elements.join(',\n  ')}\n)`
}
