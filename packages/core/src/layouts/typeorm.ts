import { codeOnlyLayout } from './code-only-layout.ts'
import type { Layout } from './layout.ts'
import { stemOf } from './path-names.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'

/** `migrations.name` is the class name: `AddUsers1700000000000` in `1700000000000-AddUsers.ts`. */
export const typeorm: Layout = codeOnlyLayout({
  name: 'typeorm',
  title: 'TypeORM',
  transaction: 'batch',
  nameOf: path => stemOf(path).replace(/^(\d+)-(.+)$/, '$2$1'),
  outOfOrder: runsLate('TypeORM'),
  editedApplied: ignoresEdits('TypeORM'),
})
