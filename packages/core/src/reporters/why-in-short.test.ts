import { expect, test } from 'vitest'
import type { DialectName } from '../migration/migration.ts'
import { whyInShort } from './why-in-short.ts'

const why = 'PostgreSQL and SQLite refuse it. MySQL puts 0 into every row. INSERTs fail.'

test.each<readonly [DialectName, string, string]>([
  ['postgres', why, 'PostgreSQL and SQLite refuse it.'],
  ['mysql', why, 'MySQL puts 0 into every row.'],
  ['mariadb', why, 'INSERTs fail.'],
  ['mysql', 'The values are gone. MySQL tells nobody.', 'The values are gone.'],
  ['sqlite', 'PostgreSQL waits. MySQL waits too.', 'PostgreSQL waits.'],
])('for %s of "%s"', (dialect, text, sentence) => {
  expect(whyInShort(text, dialect)).toBe(sentence)
})
