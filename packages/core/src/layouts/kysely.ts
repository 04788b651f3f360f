import { codeOnlyLayout } from './code-only-layout.ts'
import type { Layout } from './layout.ts'
import { stemOf } from './path-names.ts'
import { ignoresEdits, refusesMissingFiles, refusesOutOfOrder } from './runner-behaviour.ts'

/** `kysely_migration.name` is the file name without extension. */
export const kysely: Layout = codeOnlyLayout({
  name: 'kysely',
  title: 'Kysely',
  transaction: 'batch',
  nameOf: stemOf,
  outOfOrder: refusesOutOfOrder(
    'Kysely',
    '"corrupted migrations: expected previously executed migration", unless allowUnorderedMigrations is set',
  ),
  editedApplied: ignoresEdits('Kysely'),
  missingApplied: refusesMissingFiles(
    'Kysely',
    '"corrupted migrations: previously executed migration … is missing"',
  ),
})
