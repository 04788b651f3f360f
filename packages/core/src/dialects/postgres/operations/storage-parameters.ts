import { storageParametersAsText } from '../../../schema/storage-parameters.ts'
import type { DefElem, Node } from '../grammar.ts'
import { options, valueText } from '../tree/values.ts'

/** `fillfactor=70, toast.autovacuum_enabled=false`; of RESET without the values. */
export function storageParameters(list: Node | undefined, isReset: boolean): string {
  const items = list && 'List' in list ? list.List.items : undefined
  return storageParametersAsText(
    storageParametersOf(items).map(([name, value]) => [name, isReset ? '' : value] as const),
  )
}

/** PostgreSQL 15 manual, CREATE TABLE, Storage Parameters: a boolean without a value is true; OIDS has no meaning any more. */
export function storageParametersOf(
  nodes: readonly Node[] | undefined,
): readonly (readonly [string, string])[] {
  return options(nodes)
    .filter(({ defname }) => defname !== 'oids')
    .map(
      option => [parameterName(option), option.arg === undefined ? 'true' : valueText(option.arg)] as const,
    )
}

function parameterName({ defnamespace, defname = '' }: DefElem): string {
  return defnamespace ? `${defnamespace}.${defname}` : defname
}
