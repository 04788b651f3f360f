import { codeOnlyLayout } from './code-only-layout.ts'
import type { Layout } from './layout.ts'
import { stemOf } from './path-names.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'

/** `mikro_orm_migrations.name` is the file name without extension. */
export const mikroOrm: Layout = codeOnlyLayout({
  name: 'mikro-orm',
  title: 'MikroORM',
  transaction: 'batch',
  nameOf: stemOf,
  outOfOrder: runsLate('MikroORM'),
  editedApplied: ignoresEdits('MikroORM'),
})
