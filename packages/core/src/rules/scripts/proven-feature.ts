import { oncePer } from '../../schema/once-per.ts'
import type { ReplayedMigration } from '../../schema/replay.ts'
import type { OperationContext } from '../rule.ts'

/** An applied migration has run a statement that needs it: the server has it, whatever its version is said to be. */
export function isProvenFeature(feature: string, { applied, traits }: OperationContext): boolean {
  return usedIn(traits)(applied).has(feature)
}

const usedIn = oncePer((traits: OperationContext['traits']) =>
  oncePer((applied: readonly ReplayedMigration[]): ReadonlySet<string> => {
    const used = applied
      .flatMap(({ up }) => up.steps)
      .filter(
        ({ operation, statement: { operations, rebuildsTable }, runs }) =>
          runs === true && operation === operations[0] && rebuildsTable === undefined,
      )
      .flatMap(({ statement: { operations, text }, before }) => {
        const missing = traits.missingFeature(operations, text, before)
        return missing === undefined || missing.ignored === true ? [] : [missing.feature]
      })
    return new Set(used)
  }),
)
