import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { findMigrations } from '../discovery/find-migrations.ts'
import { memoryFiles } from '../discovery/memory-files.ts'
import { lint } from '../lint.ts'
import { readMigrations } from './read-migrations.ts'

test.each([
  ['kysely', { 'migrations/1_a.ts': "import type { Kysely } from 'kysely'\nexport const up = 1" }, ['1:1']],
  [
    'goose',
    {
      'migrations/1_a.sql': '-- +goose Up\nANALYZE',
      'migrations/2_b.go': 'package m\n// goose.AddMigration',
    },
    ['1:1'],
  ],
])(
  '%s: what is not read fails, at its place, and nothing is said of its way back',
  async (layout, files, places) => {
    const projectFiles = memoryFiles(files)
    const found = await findMigrations({ paths: [], dialect: 'postgres' }, projectFiles)
    expect(found.layout.name).toBe(layout)
    const { migrations } = await readMigrations({
      migrations: found.migrations.map(file => ({ file, pending: true })),
      projectFiles,
      layout,
      dialect: dialects.postgres,
      root: '/',
      knex: {},
    })
    const report = lint(migrations, { dialect: 'postgres' })
    expect(report.verdict).toBe('fail')
    const findings = report.migrations.flatMap(migration => migration.findings)
    expect(
      findings.map(
        ({ ruleId, severity, location }) => `${ruleId} ${severity} ${location?.line}:${location?.column}`,
      ),
    ).toEqual(places.map(place => `unknown-statement error ${place}`))
    for (const { message, instead } of findings) {
      expect(message).toMatch(/^Nothing in this file was read: .* migrations.* cannot be read yet\.$/)
      expect(instead).toMatch(/^Read it by hand: what its up does is not checked/)
    }
  },
)
