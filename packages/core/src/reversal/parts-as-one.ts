import type { Location, ReadingNote, Script, Statement } from '../migration/migration.ts'
import { markRebuilds } from '../operations/mark-rebuilds.ts'
import { oncePer } from '../schema/once-per.ts'
import { takenBackTogether } from '../schema/parts.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../schema/replay.ts'

/** With the parts of one migration as the one that they are; the same list where there are none. */
export const partsAsOne: (replayed: readonly ReplayedMigration[]) => readonly ReplayedMigration[] = oncePer(
  replayed =>
    replayed.some(({ parts }) => parts !== undefined)
      ? takenBackTogether(replayed).flatMap(([first]) => (first === undefined ? [] : [wholeOf(first)]))
      : replayed,
)

/** The migration that this one is a part of: up from the first part to the last, down from the last to the first. */
export function wholeOf(replayed: ReplayedMigration): ReplayedMigration {
  const [first] = replayed.parts ?? []
  return first === undefined ? replayed : joined(first)
}

const joined = oncePer((first: ReplayedMigration): ReplayedMigration => {
  const { parts = [first], migration } = first
  const isRebuilding = migration.dialect === 'sqlite'
  const up = joinScripts(
    first.up,
    parts.map(part => part.up),
    isRebuilding,
  )
  const downs = parts.toReversed().flatMap(({ down }) => down ?? [])
  const firstDown = downs.at(-1)
  const down = firstDown && joinScripts(firstDown, downs, isRebuilding)
  const { down: _, ...whole } = migration
  return {
    migration: {
      ...whole,
      name: `${migration.partOf ?? migration.name} (${parts.length} parts)`,
      up: up.script,
      ...(down && { down: down.script }),
    },
    up,
    ...(down && { down }),
    joins: parts.length,
  }
})

/** Each statement says which file it is in; what is said of the whole is said in `home`. */
function joinScripts(
  home: ReplayedScript,
  scripts: readonly ReplayedScript[],
  isRebuilding: boolean,
): ReplayedScript {
  const inFiles = scripts.map(inItsFile)
  const steps = inFiles.flatMap(each => each.steps)
  return {
    script: {
      ...home.script,
      source: scripts.map(({ script }) => script.source).join('\n'),
      statements: inFiles.flatMap(({ script }) => script.statements),
      notes: inFiles.flatMap(({ script }) => script.notes),
    },
    before: scripts[0]?.before ?? home.before,
    steps: isRebuilding ? withRebuilds(steps) : steps,
    after: scripts.at(-1)?.after ?? home.after,
  }
}

/** A table may be copied in one part, and dropped in the next. */
function withRebuilds(steps: readonly Step[]): readonly Step[] {
  const marked = markRebuilds(steps.map(({ operation }) => operation))
  return steps.map(step => ({ ...step, operation: marked.get(step.operation) ?? step.operation }))
}

function inItsFile({ script, steps }: ReplayedScript): {
  readonly script: Pick<Script, 'statements' | 'notes'>
  readonly steps: readonly Step[]
} {
  const at = (location: Location): Location => ({ file: script.file, ...location })
  const placed = new Map(
    script.statements.map((statement): [Statement, Statement] => [
      statement,
      { ...statement, location: at(statement.location) },
    ]),
  )
  return {
    script: {
      statements: [...placed.values()],
      notes: script.notes.map(
        (note): ReadingNote => ({ ...note, ...(note.location && { location: at(note.location) }) }),
      ),
    },
    steps: steps.map(step => ({
      ...step,
      statement: placed.get(step.statement) ?? step.statement,
      location: at(step.location),
    })),
  }
}
