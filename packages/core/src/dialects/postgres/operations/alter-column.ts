import type { Operation } from '../../../operations/operation.ts'
import type { AlterTableCmd, ColumnDef, Node } from '../grammar.ts'
import { afterWordBefore, expressionText, type Source } from '../source.ts'
import { collationOf } from '../tree/column.ts'
import { dataType } from '../tree/data-type.ts'
import { options, valueText } from '../tree/values.ts'
import { firstLocation } from '../tree/walk.ts'

/** What ALTER COLUMN does; undefined for a command that is about the whole table. */
export function alterColumn(table: string, command: AlterTableCmd, source: Source): Operation | undefined {
  const column = command.name ?? ''
  const { def } = command
  const option = (name: string, value: string): Operation => ({
    kind: 'set-column-option',
    table,
    column,
    option: name,
    value,
  })
  switch (command.subtype) {
    case 'AT_ColumnDefault':
      return def === undefined
        ? { kind: 'drop-default', table, column }
        : { kind: 'set-default', table, column, default: textAfter('default', def, source) }
    case 'AT_SetNotNull':
      return { kind: 'set-not-null', table, column }
    case 'AT_DropNotNull':
      return { kind: 'drop-not-null', table, column }
    case 'AT_AlterColumnType':
      return def && 'ColumnDef' in def ? changeType(table, column, def.ColumnDef, source) : undefined
    case 'AT_SetExpression':
      return option('expression', textAfter('as', def, source))
    case 'AT_DropExpression':
      return option('expression', '')
    case 'AT_AddIdentity':
      return option('identity', identityKind(def) ?? 'by default')
    case 'AT_SetIdentity':
      return option('identity', identityChange(def))
    case 'AT_DropIdentity':
      return option('identity', '')
    case 'AT_SetStatistics':
      return option('statistics', valueText(def))
    case 'AT_SetStorage':
      return option('storage', valueText(def).toLowerCase())
    case 'AT_SetCompression':
      return option('compression', valueText(def).toLowerCase())
    case 'AT_SetOptions':
      return option('attribute', settings(def))
    case 'AT_ResetOptions':
    case 'AT_AlterColumnGenericOptions':
      return option('attribute', '')
    default:
      return undefined
  }
}

/** `fillfactor=70, autovacuum_enabled=false` of a list of options. */
export function settings(list: Node | undefined): string {
  const items = list && 'List' in list ? list.List.items : undefined
  return options(items)
    .map(({ defname = '', arg }) => (arg === undefined ? defname : `${defname}=${valueText(arg)}`))
    .join(', ')
}

function changeType(table: string, column: string, definition: ColumnDef, source: Source): Operation {
  const type = dataType(definition.typeName ?? {}, collationOf(definition))
  const using = definition.raw_default
  return {
    kind: 'change-column-type',
    table,
    column,
    type,
    ...(using && { using: textAfter('using', using, source) }),
  }
}

function textAfter(word: string, expression: Node | undefined, source: Source): string {
  const location = firstLocation(expression)
  if (location === undefined) return ''
  return expressionText(source, afterWordBefore(source, source.place(location), word))
}

function identityKind(def: Node | undefined): string | undefined {
  if (def === undefined || !('Constraint' in def)) return undefined
  const { generated_when: when, options: counting } = def.Constraint
  const words = options(counting).map(({ defname = '', arg }) => `${defname} ${valueText(arg)}`.trim())
  return [when === 'a' ? 'always' : 'by default', ...words].join(', ')
}

/** SET GENERATED keeps the letter of ATTRIBUTE_IDENTITY_ALWAYS ('a') as its code. */
function identityChange(def: Node | undefined): string {
  const items = options(def && 'List' in def ? def.List.items : undefined)
  return items
    .map(({ defname = '', arg }) => {
      if (defname === 'generated') return valueText(arg) === '97' ? 'always' : 'by default'
      return `${defname} ${valueText(arg)}`.trim()
    })
    .join(', ')
}
