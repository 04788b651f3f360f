import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { examplesToUndo, undo } from '../rules/testing/undone-examples.ts'
import { apply } from '../schema/apply.ts'
import { differencesOf } from '../schema/compare.ts'
import { inWords } from '../schema/difference.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

const examples = examplesToUndo()
let written = 0

test.each(examples)('$dialect: $given; $up', example => {
  const { replayed, back } = undo(example)
  if (back === undefined) return
  written += 1
  const script = readSqlScript({ file: 'd.sql', transaction: 'none' }, back.sql, dialects[example.dialect])
  const operations = script.statements.flatMap(statement => statement.operations)
  expect(operations.filter(({ kind }) => kind === 'unreadable')).toEqual([])
  const after = operations.reduce(apply, replayed.up.after)
  expect(differencesOf(replayed.up.before, after).map(inWords), back.sql).toEqual([])
})

test('for most of them there is a way back', () => {
  expect(written / examples.length).toBeGreaterThan(0.6)
})
