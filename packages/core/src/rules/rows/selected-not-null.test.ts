import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'

beforeAll(() => dialects.postgres.load())

const given = `CREATE TABLE likes (user_id int NOT NULL, post_id int);
CREATE TABLE marks (reader_id int NOT NULL, post_id int NOT NULL);`

/** Are rows without a user thought of, in a table made of the query? */
function mayBeNull(query: string): boolean {
  const up = `CREATE TABLE actions AS ${query};\nALTER TABLE actions ALTER COLUMN user_id SET NOT NULL;`
  return exampleFindings({ title: query, given, up }).some(({ ruleId }) => ruleId === 'set-not-null')
}

test('NOT NULL is followed through a query in FROM, UNION and GROUP BY', () => {
  const both = 'SELECT user_id FROM likes UNION ALL SELECT reader_id FROM marks'
  expect(mayBeNull(`SELECT user_id FROM (${both}) t GROUP BY user_id`)).toBe(false)
  expect(mayBeNull(`SELECT u.id AS user_id FROM (SELECT reader_id AS id FROM marks) AS u`)).toBe(false)
  expect(mayBeNull('SELECT user_id, count(*) FROM likes GROUP BY user_id ORDER BY user_id')).toBe(false)
})

test('a NULL that one of its SELECTs gives is still told', () => {
  const grouped = (inner: string) => `SELECT user_id FROM (${inner}) t GROUP BY user_id`
  expect(mayBeNull(grouped('SELECT user_id FROM likes UNION ALL SELECT NULL FROM marks'))).toBe(true)
  expect(mayBeNull(grouped('SELECT user_id FROM likes UNION ALL SELECT post_id FROM likes'))).toBe(true)
  expect(mayBeNull(grouped('SELECT l.user_id FROM marks m LEFT JOIN likes l ON l.post_id = m.post_id'))).toBe(
    true,
  )
  expect(mayBeNull('SELECT user_id, count(*) FROM likes GROUP BY ROLLUP (user_id)')).toBe(true)
  expect(mayBeNull('SELECT user_id FROM (SELECT post_id, user_id FROM likes) AS t (user_id, post_id)')).toBe(
    true,
  )
  expect(mayBeNull('SELECT max(user_id) AS user_id FROM (SELECT user_id FROM likes) AS t')).toBe(true)
})
