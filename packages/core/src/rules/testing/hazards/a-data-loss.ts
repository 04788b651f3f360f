import { droppedTables } from './a-dropped-tables.ts'
import type { Section } from './hazard.ts'

export const dataLoss: Section = { title: 'A: data loss', hazards: [...droppedTables] }
