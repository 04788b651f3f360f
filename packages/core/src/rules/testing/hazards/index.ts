import { dataLoss } from './a-data-loss.ts'
import { irreversibility } from './b-irreversibility.ts'
import type { Section } from './hazard.ts'

export const catalogue: readonly Section[] = [dataLoss, irreversibility]
