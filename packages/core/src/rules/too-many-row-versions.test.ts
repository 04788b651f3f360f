import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(() => dialects.mysql.load())

const added = (count: number) =>
  Array.from({ length: count }, (_, index) => `ALTER TABLE users ADD COLUMN c${index} int;`).join('\n')

const said = (given: string, up = 'ALTER TABLE users ADD COLUMN plan int', dbVersion = '8.0.36') =>
  exampleFindings({
    title: '',
    dialect: 'mysql',
    dbVersion,
    given: `CREATE TABLE users (id int PRIMARY KEY); ${given}`,
    up,
  }).filter(({ ruleId }) => ruleId === 'too-many-row-versions').length

test('the applied migrations are counted', () => {
  expect(said(added(63))).toBe(0)
  expect(said(added(64))).toBe(1)
})

test('of many changes the first beyond the limit is told, and the count begins anew with it', () => {
  expect(said('', added(66))).toBe(1)
  expect(said('', added(130))).toBe(2)
})

test.each(['ALTER TABLE users FORCE', 'TRUNCATE users', 'ALTER TABLE users MODIFY c1 bigint'])(
  '%s begins the count anew',
  rewrite => {
    expect(said(`${added(64)} ${rewrite};`)).toBe(0)
  },
)

test('before 8.0.29 there are no row versions', () => {
  expect(said(added(64), undefined, '8.0.28')).toBe(0)
})
