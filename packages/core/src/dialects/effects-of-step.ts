import { oncePer } from '../schema/once-per.ts'
import type { Step } from '../schema/replay.ts'
import type { DialectTraits, Effect } from './dialect.ts'

/** What a step of the replay does to tables that exist before it. */
export function effectsOfStep(step: Step, traits: DialectTraits): readonly Effect[] {
  return effectsUnder(traits)(step)
}

/** Several rules ask, and the report. */
const effectsUnder = oncePer((traits: DialectTraits) =>
  oncePer(({ operation, before }: Step) => traits.effectsOf(operation, before)),
)
