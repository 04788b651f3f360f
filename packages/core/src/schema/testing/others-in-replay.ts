import { withoutArguments } from '../find-objects.ts'
import type { NamedObject, SchemaState } from '../schema-state.ts'
import { seenName } from './seen-table.ts'

/** Everything in the schema that is no table, in the form in which a server is asked. */
export function othersInReplay(schema: SchemaState): readonly string[] {
  const lines = [
    ...[...schema.enums.values()].map(({ name, values }) => `enum ${seenName(name)} (${values.join(', ')})`),
    ...[...schema.objects.values()].map(objectLine),
    ...[...schema.tables.values()].flatMap(({ name, options }) =>
      Object.entries(options)
        .filter(([option]) => option.startsWith('privileges of '))
        .map(
          ([option, value]) =>
            `grant on ${seenName(name)} to ${option.slice('privileges of '.length)}: ${value}`,
        ),
    ),
  ]
  return [...new Set(lines)]
}

function objectLine({ type, name, table, reads, ownedBy }: NamedObject): string {
  const called = `${type} ${seenName(withoutArguments(name))}`
  switch (type) {
    case 'sequence':
      return ownedBy === undefined
        ? called
        : `${called} owned by ${seenName(ownedBy.table)}.${ownedBy.column}`
    case 'view':
    case 'materialized-view':
      return reads === undefined ? called : `${called} reads ${reads.map(seenName).toSorted().join(', ')}`
    default:
      return table === undefined ? called : `${called} on ${seenName(table)}`
  }
}
