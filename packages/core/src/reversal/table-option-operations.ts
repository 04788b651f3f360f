import type { Operation } from '../operations/operation.ts'
import type { Table } from '../schema/schema-state.ts'
import { splitStorageParameters, storageParametersAsText } from '../schema/storage-parameters.ts'
import { isPrivilegesOption, privilegeOperations } from './privilege-operations.ts'

/** What gives a table the other's options, grants, owner and comment. */
export function optionOperations(from: Table, to: Table): readonly Operation[] {
  const [parametersBefore, optionsBefore] = splitStorageParameters(from.options)
  const [parameters, options] = splitStorageParameters(to.options)
  const names = [...new Set([...Object.keys(optionsBefore), ...Object.keys(options)])].sort(
    blockSizeLast(options),
  )
  return [
    ...parameterOperations(to.name, new Map(parametersBefore), new Map(parameters)),
    ...names
      .filter(name => !isPrivilegesOption(name) && from.options[name] !== to.options[name])
      .flatMap(name =>
        name === 'partition of' || name === 'partition bound'
          ? partitionOperation(name, from, to)
          : [setOption(to.name, name, to.options[name] ?? '')],
      ),
    ...(to.owner === undefined || to.owner === from.owner ? [] : [setOption(to.name, 'owner', to.owner)]),
    ...privilegeOperations(from, to),
    ...commentOperation(from, to),
  ]
}

/** Before its columns: those that are added have the table's. */
export function charsetOperations(from: Table, to: Table): readonly Operation[] {
  return (['charset', 'collate'] as const)
    .filter(name => from.options[name] !== to.options[name])
    .map(name => setOption(to.name, name, to.options[name] ?? ''))
}

function setOption(table: string, option: string, value: string): Operation {
  return { kind: 'set-table-option', table, option, value }
}

/** InnoDB takes KEY_BLOCK_SIZE with ROW_FORMAT=COMPRESSED alone (MariaDB 10.11, error 1478 in strict mode). */
function blockSizeLast({ key_block_size: size = '0' }: Table['options']) {
  const place = (option: string): number => {
    if (option === 'row_format') return 1
    if (option === 'key_block_size') return size === '0' ? 0 : 2
    return 0
  }
  return (one: string, other: string): number => place(one) - place(other) || (one < other ? -1 : 1)
}

function parameterOperations(
  table: string,
  from: ReadonlyMap<string, string>,
  to: ReadonlyMap<string, string>,
): readonly Operation[] {
  const gone = [...from.keys()].filter(name => !to.has(name)).map(name => [name, ''] as const)
  const changed = [...to].filter(([name, value]) => from.get(name) !== value)
  return [gone, changed]
    .filter(each => each.length > 0)
    .map(each => setOption(table, 'storage-parameter', storageParametersAsText(each)))
}

/** The bound is said with ATTACH PARTITION, and gone with DETACH. */
function partitionOperation(option: string, from: Table, to: Table): readonly Operation[] {
  if (option === 'partition bound') return []
  const parent = to.options['partition of']
  const bound = to.options['partition bound']
  const partitions = [to.name]
  if (parent === undefined) {
    const table = from.options['partition of'] ?? ''
    return [{ kind: 'change-partitions', table, action: 'detach', partitions }]
  }
  return [
    {
      kind: 'change-partitions',
      table: parent,
      action: 'attach',
      partitions,
      ...(bound !== undefined && { bound }),
    },
  ]
}

function commentOperation(from: Table, to: Table): readonly Operation[] {
  if (from.comment === to.comment) return []
  return [
    {
      kind: 'set-comment',
      objectType: 'table',
      name: to.name,
      ...(to.comment === undefined ? {} : { comment: to.comment }),
    },
  ]
}
