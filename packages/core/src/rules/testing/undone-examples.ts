import { dialects } from '../../dialects/index.ts'
import type { DialectName, Migration, Script } from '../../migration/migration.ts'
import { readSqlScript } from '../../readers/sql/read-sql-script.ts'
import { type WayBack, wayBack } from '../../reversal/way-back.ts'
import { type ReplayedMigration, replay } from '../../schema/replay.ts'
import { builtInRules } from '../index.ts'

/** Up of an example, on the schema that is given. */
export interface Undone {
  readonly dialect: DialectName
  readonly given: string
  readonly up: string
  readonly down?: string
  readonly layout?: string
}

/** Every example of every rule, once. */
export function examplesToUndo(): readonly Undone[] {
  const all = builtInRules
    .flatMap(({ examples: { flagged, allowed } }) => [...flagged, ...allowed])
    .map(({ dialect = 'postgres', given = '', up }) => JSON.stringify({ dialect, given, up }))
  return [...new Set(all)].map(text => JSON.parse(text))
}

/** The dialect has to be loaded. */
export function undo({ dialect, given, up, down, layout = 'plain' }: Undone): {
  readonly replayed: ReplayedMigration
  readonly back: WayBack | undefined
} {
  const script = (text: string): Script =>
    readSqlScript({ file: 'm.sql', transaction: 'none' }, text, dialects[dialect])
  const migration = (name: string, text: string, pending: boolean): Migration => ({
    name,
    file: 'm.sql',
    layout,
    dialect,
    pending,
    downExpected: true,
    up: script(text),
    ...(pending && down !== undefined && { down: script(down) }),
  })
  const { semantics, traits } = dialects[dialect]
  const [, replayed] = replay([migration('1', given, false), migration('2', up, true)], semantics)
  if (replayed === undefined) throw new Error('not replayed')
  return { replayed, back: wayBack(replayed, traits()) }
}
