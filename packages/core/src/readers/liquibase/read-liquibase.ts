import type { Dialect } from '../../dialects/dialect.ts'
import type { MigrationFile } from '../../layouts/layout.ts'
import { enginesOf } from '../../layouts/liquibase-dbms.ts'
import type { WrittenChange, WrittenMigration } from '../../layouts/written-change.ts'
import type { ReadingNote, Script } from '../../migration/migration.ts'
import { ChangesetReader, type Setup } from './changeset-reader.ts'
import { inverseOf } from './inverse.ts'
import { conditionsOf } from './preconditions.ts'
import { filledIn, valuesOn } from './properties.ts'

/** A changeset in Liquibase's own words, as the statements that Liquibase sends. */
export async function readLiquibase(
  { up, down }: MigrationFile,
  { changes, rollback, preconditions, properties, files }: WrittenMigration,
  setup: Setup,
): Promise<{ readonly up: Script; readonly down?: Script }> {
  const source = await setup.projectFiles.read(up.file)
  const values = valuesOn(setup.dialect.name, properties)
  const fill = (change: WrittenChange): WrittenChange => filledIn(change, values, source)
  const wanted = changes.map(fill).filter(change => runsOn(change, setup.dialect))
  const reader = new ChangesetReader(source, up, files, setup)
  const conditions = conditionsOf(preconditions && fill(preconditions), setup.dialect, wanted)
  const forward = await reader.script(wanted, conditions)
  const backward = rollback?.map(fill) ?? inverted(wanted)
  if ('name' in backward) {
    const message = `Liquibase makes none, because ${backward.name} has no reverse`
    const note: ReadingNote = { kind: 'no-way-back', message, location: reader.locationOf(backward) }
    return { up: { ...forward, notes: [...forward.notes, note] } }
  }
  // Preconditions are not asked again, nor whether the changeset was passed over (ChangeSet.java, rollback).
  const back = await reader.script(backward, [])
  if (down === undefined) return { up: forward, down: back }
  const begins = down.at === undefined ? {} : { begins: reader.pointAt(down.at) }
  return { up: forward, down: { ...back, file: down.file, ...begins } }
}

function runsOn({ attributes }: WrittenChange, { name }: Dialect): boolean {
  return enginesOf(attributes.get('dbms'))?.includes(name) !== false
}

/** What takes all of these back, the last first; the one that Liquibase cannot take back, where there is one. */
function inverted(changes: readonly WrittenChange[]): readonly WrittenChange[] | WrittenChange {
  const back = changes.toReversed().map(change => ({ change, inverse: inverseOf(change) }))
  const stuck = back.find(({ inverse }) => inverse === undefined)
  return stuck?.change ?? back.flatMap(({ inverse = [] }) => inverse)
}
