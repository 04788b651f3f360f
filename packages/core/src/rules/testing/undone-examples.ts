import { dialects } from '../../dialects/index.ts'
import type { DialectName } from '../../migration/migration.ts'
import { readSqlScript } from '../../readers/sql/read-sql-script.ts'
import { type WayBack, wayBack } from '../../reversal/way-back.ts'
import { type ReplayedMigration, replay } from '../../schema/replay.ts'
import { builtInRules } from '../index.ts'

/** Up of an example, on the schema that is given. */
export interface Undone {
  readonly dialect: DialectName
  readonly given: string
  readonly up: string
}

/** Every example of every rule, once. */
export function examplesToUndo(): readonly Undone[] {
  const all = builtInRules
    .flatMap(({ examples: { flagged, allowed } }) => [...flagged, ...allowed])
    .map(({ dialect = 'postgres', given = '', up }) => JSON.stringify({ dialect, given, up }))
  return [...new Set(all)].map(text => JSON.parse(text))
}

/** The dialect has to be loaded. */
export function undo({ dialect, given, up }: Undone): {
  readonly replayed: ReplayedMigration
  readonly back: WayBack | undefined
} {
  const migration = (name: string, text: string, pending: boolean) => ({
    name,
    file: `${name}.sql`,
    layout: 'plain' as const,
    dialect,
    pending,
    downExpected: true,
    up: readSqlScript({ file: `${name}.sql`, transaction: 'none' as const }, text, dialects[dialect]),
  })
  const { semantics, traits } = dialects[dialect]
  const [, replayed] = replay([migration('1', given, false), migration('2', up, true)], semantics)
  if (replayed === undefined) throw new Error('not replayed')
  return { replayed, back: wayBack(replayed, traits()) }
}
