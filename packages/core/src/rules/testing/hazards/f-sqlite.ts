import { addColumn } from './f-add-column.ts'
import { alterTable } from './f-alter-table.ts'
import { dropColumn } from './f-drop-column.ts'
import { pragmas } from './f-pragmas.ts'
import { rebuilds } from './f-rebuilds.ts'
import type { Section } from './hazard.ts'

export const sqliteSpecifics: Section = {
  title: 'F: SQLite',
  hazards: [...alterTable, ...addColumn, ...dropColumn, ...rebuilds, ...pragmas],
}
