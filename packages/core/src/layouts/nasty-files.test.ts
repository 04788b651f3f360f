import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../discovery/memory-files.ts'
import { layouts } from './index.ts'
import type { Layout, ScriptSource } from './layout.ts'

/** What the runners look for in lines, and what looks like it. */
const lines: readonly string[] = [
  '-- +goose Up', '-- +goose Down', '-- +goose StatementBegin', '-- +goose StatementEnd', '-- +goose NO TRANSACTION', ' -- +goose Up',
  '-- +migrate Up', '-- +migrate Down notransaction', '-- migrate:up', '-- migrate:down transaction:false', '-- migrate:upper',
  '-- Up Migration', '---- Down Migration', '--! Previous: -', '--! Hash: sha1:x', '--! no-transaction', '--!include x.sql',
  '--liquibase formatted sql', '--changeset ann:1', '--changeset "a b":2 endDelimiter:// dbms:mysql runInTransaction:false', '--rollback A;', '--rollback empty',
  '/* liquibase rollback', '*/', '--ignoreLines:start', '--ignoreLines:end', '--ignoreLines:2', '--changeset', '//', '-- atlas:txmode none', '-- atlas:checkpoint',
  '-- deploy', 'SELECT 1;', "SELECT 'open", '$$', '/* open', '-- ' , '', '--', '-'.repeat(50), '\ufeff-- +goose Up', '\0', '😀', '\r', 'DELIMITER $$',
] // biome-ignore format: a table

const names: Readonly<Record<string, string>> = {
  flyway: 'm/V1__a.sql',
  prisma: 'm/1_a/migration.sql',
  'golang-migrate': 'm/1_a.up.sql',
  sqlx: 'm/1_a.sql',
  diesel: 'm/1_a/up.sql',
  'up-down-folders': 'm/1_a/up.sql',
  'up-down-files': 'm/1_a.up.sql',
  postgrator: 'm/1.do.a.sql',
  'graphile-migrate': 'm/committed/000001.sql',
  'db-migrate': 'm/sqls/20240101000000-a-up.sql',
}

async function sourcesOf(layout: Layout, text: string): Promise<readonly ScriptSource[]> {
  const path = names[layout.name] ?? 'm/1_a.sql'
  const { migrations } = await layout.arrange([path], memoryFiles({ [path]: text }))
  return migrations.flatMap(({ up, down }) => (down === undefined ? [up] : [up, down]))
}

/** In order, apart, and inside the text. */
function expectSound(parts: ScriptSource['sections'], length: number): void {
  let position = 0
  for (const [start, end] of parts ?? []) {
    expect(start).toBeGreaterThanOrEqual(position)
    expect(end).toBeGreaterThanOrEqual(start)
    position = end
  }
  expect(position).toBeLessThanOrEqual(length)
}

describe.each(layouts.map(layout => [layout.name, layout] as const))('%s', (_, layout) => {
  test('cuts any file into sections that lie apart', async () => {
    const texts = fc
      .tuple(fc.array(fc.constantFrom(...lines), { maxLength: 30 }), fc.constantFrom('\n', '\r\n'))
      .map(([some, end]) => some.join(end))
    await fc.assert(
      fc.asyncProperty(texts, async text => {
        for (const { sections, holes } of await sourcesOf(layout, text)) {
          expectSound(sections, text.length)
          expectSound(holes, text.length)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('comes to an end with many lines and with long ones', async () => {
    const many = lines.map(line => `${line}\n`.repeat(3000)).join('')
    const long = lines.map(line => line.repeat(Math.ceil(20_000 / (line.length + 1)))).join('\n')
    for (const text of [many, long]) {
      for (const { sections } of await sourcesOf(layout, text)) expectSound(sections, text.length)
    }
  })
})
