import type { DialectTraits, Effect } from '../dialects/dialect.ts'
import { effectsOfStep } from '../dialects/effects-of-step.ts'
import type { Step } from '../schema/replay.ts'

/** What one statement does to the tables that were there before the deploy, its clauses taken together. */
export function effectsOfStatement(steps: readonly Step[], traits: DialectTraits): readonly Effect[] {
  const [first] = steps
  if (first === undefined) return []
  const effects =
    steps.length > 1 && traits.combinedEffects !== undefined
      ? traits.combinedEffects(
          steps.map(({ operation }) => operation),
          first.before,
        )
      : steps.flatMap(step => effectsOfStep(step, traits))
  // Nobody waits for a table that the deploy itself makes.
  const { objectKey } = first.before.semantics
  const made = [...new Set(steps.map(({ newTables }) => newTables))]
  return distinct(effects.filter(({ table }) => !made.some(tables => tables.has(objectKey(table)))))
}

function distinct(effects: readonly Effect[]): readonly Effect[] {
  if (effects.length < 2) return effects
  return [...new Map(effects.map(effect => [JSON.stringify(effect), effect])).values()]
}
