import type { Migration } from '../../migration/migration.ts'
import type { ReplayedMigration } from '../../schema/replay.ts'
import { mayHaveDownInCode } from '../scripts/empty-in-code.ts'
import { changesSomething } from '../scripts/script-effect.ts'
import { type Habit, habitIn, noHabit } from './down-habit.ts'

/** Its tool would run one. */
export function isWithoutDown({ up, down, declaredIrreversible, downExpected }: Migration): boolean {
  return down === undefined && declaredIrreversible === undefined && downExpected && changesSomething(up)
}

/** From as many on it is a habit. */
const fewest = 10

/** None has a down script, or none for a long while: the project goes forward alone. */
export const forwardAloneHabit: (
  applied: readonly ReplayedMigration[],
) => (pending: readonly ReplayedMigration[]) => Habit = habitIn((applied, pending) => {
  const expected = [...applied, ...pending].filter(({ migration }) => migration.downExpected)
  const latest = expected.findLastIndex(
    ({ migration }) =>
      migration.down !== undefined ||
      migration.declaredIrreversible !== undefined ||
      (!migration.pending && mayHaveDownInCode(migration)),
  )
  const without = expected.slice(latest + 1)
  const missing = pending.map(({ migration }) => migration).filter(isWithoutDown)
  const before = without.filter(({ migration }) => !migration.pending).length
  if (latest === -1 ? without.length < fewest : before < fewest) return noHabit
  const [first] = missing
  const those = latest === -1 ? `${without.length} migrations here` : `last ${without.length} migrations here`
  return {
    ...(first && { first }),
    alike: `, as none of the ${those} has, of which ${missing.length} are pending`,
  }
})
