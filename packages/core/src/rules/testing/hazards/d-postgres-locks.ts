import { indexLocks } from './d-indexes.ts'
import { partitionLocks } from './d-partitions.ts'
import { rewrites } from './d-rewrites.ts'
import type { Section } from './hazard.ts'

export const postgresLocks: Section = {
  title: 'D: locks and rewrites of PostgreSQL',
  hazards: [...indexLocks, ...rewrites, ...partitionLocks],
}
