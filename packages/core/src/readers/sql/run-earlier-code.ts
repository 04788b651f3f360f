import type { Dialect } from '../../dialects/dialect.ts'
import type { Migration, Script } from '../../migration/migration.ts'
import { KnownCode, runKnownCode } from './run-defined-code.ts'

/** A call of a routine that an earlier migration, or a script before them, has made does what the body there does. */
export function runEarlierCode(
  migrations: readonly Migration[],
  dialect: Dialect,
  ranBefore: readonly Script[] = [],
): readonly Migration[] {
  if (dialect.definedCode === undefined) return migrations
  const known = new KnownCode(dialect)
  for (const statement of ranBefore.flatMap(({ statements }) => statements)) known.learnRoutine(statement)
  const run = (script: Script): Script =>
    known.isEmpty
      ? script
      : { ...script, statements: script.statements.map(statement => runKnownCode(statement, known)) }
  return migrations.map(migration => {
    const up = run(migration.up)
    for (const statement of up.statements) known.learnRoutine(statement)
    return { ...migration, up, ...(migration.down && { down: run(migration.down) }) }
  })
}
