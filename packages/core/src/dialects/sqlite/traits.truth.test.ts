import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { emptySchema } from '../../schema/empty-schema.ts'
import { sqlite } from './index.ts'

interface Case {
  readonly id: string
  readonly statement: string
  readonly byVersion: Readonly<Record<string, { readonly error?: { readonly message: string } }>>
}

const { cases }: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../../../../../fixtures/truth/sqlite.json', import.meta.url), 'utf8'),
)

beforeAll(() => sqlite.load())

test('a version lacks what its shell could not read, and nothing else', () => {
  const facts = cases.flatMap(({ id, statement, byVersion }) =>
    Object.entries(byVersion).map(([version, { error }]) => {
      const { operations } = sqlite.parse(statement)
      const before = emptySchema(sqlite.semantics, { complete: true })
      const missing = sqlite.traits(version).missingFeature(operations, statement, before)
      const isUnknown = /: syntax error$/.test(error?.message ?? '')
      return { name: `${id} on ${version}`, agrees: (missing !== undefined) === isUnknown }
    }),
  )
  const wrong = facts.filter(({ agrees }) => !agrees).map(({ name }) => name)
  process.stdout.write(
    `SQLite traits: ${facts.length - wrong.length} of ${facts.length} measured facts agree\n`,
  )
  expect(wrong).toEqual([])
})
