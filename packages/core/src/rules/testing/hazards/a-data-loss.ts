import { droppedColumns } from './a-dropped-columns.ts'
import { droppedTables } from './a-dropped-tables.ts'
import { removedGuards } from './a-guards.ts'
import { changedMembers } from './a-members.ts'
import { droppedObjects } from './a-objects.ts'
import { lostRows } from './a-rows.ts'
import { sqliteRebuilds } from './a-sqlite-rebuilds.ts'
import { changedTypes } from './a-types.ts'
import type { Section } from './hazard.ts'

export const dataLoss: Section = {
  title: 'A: data loss',
  hazards: [
    ...droppedTables,
    ...droppedColumns,
    ...lostRows,
    ...changedMembers,
    ...changedTypes,
    ...sqliteRebuilds,
    ...droppedObjects,
    ...removedGuards,
  ],
}
