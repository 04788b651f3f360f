import { codeOnlyLayout } from './code-only-layout.ts'
import type { Layout } from './layout.ts'
import { baseName } from './path-names.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'

/** sequelize-cli and Umzug; `SequelizeMeta.name` is the file name. */
export const sequelize: Layout = codeOnlyLayout({
  name: 'sequelize',
  title: 'Sequelize',
  transaction: 'none',
  nameOf: baseName,
  outOfOrder: runsLate('Sequelize'),
  editedApplied: ignoresEdits('Sequelize'),
})
