import { expect, test } from 'vitest'
import { parseProgram } from './parse-source.ts'
import { schemaAnswersIn } from './schema-answers.ts'

test.each([
  ["knex.schema.hasColumn('a', 'b').then(exists => exists)", ['exists']],
  ["knex.schema.hasTable('a').then(function (isThere) {})", ['isThere']],
  ["const isThere = await knex.schema.hasTable('a')", ['isThere']],
  ["knex('a').first().then(exists => exists)", []],
  ["let isThere = await knex.schema.hasTable('a'); isThere = other", []],
  ["const exists = rows.length > 0; knex.schema.hasTable('a').then(exists => exists)", []],
])('%s', (source, names) => {
  expect([...schemaAnswersIn(parseProgram('a.mjs', source))]).toEqual(names)
})
