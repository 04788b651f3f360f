import type { Operation } from '../../../operations/operation.ts'
import type { AlterTableCmd } from '../grammar.ts'
import type { Source } from '../source.ts'
import { tableName } from '../tree/names.ts'
import { partitionBound } from './create-table.ts'

export function alterPartition(
  table: string,
  { subtype, def }: AlterTableCmd,
  source: Source,
): Operation | undefined {
  const action = actionOf(subtype)
  if (action === undefined || def === undefined || !('PartitionCmd' in def)) return undefined
  return {
    kind: 'change-partitions',
    table,
    action,
    partitions: [tableName(def.PartitionCmd.name)],
    ...(def.PartitionCmd.bound && { bound: partitionBound(def.PartitionCmd.bound, source) }),
    ...(def.PartitionCmd.concurrent && { concurrently: true }),
  }
}

function actionOf(subtype: AlterTableCmd['subtype']): string | undefined {
  switch (subtype) {
    case 'AT_AttachPartition':
      return 'attach'
    case 'AT_DetachPartition':
      return 'detach'
    case 'AT_DetachPartitionFinalize':
      return 'detach-finalize'
    default:
      return undefined
  }
}
