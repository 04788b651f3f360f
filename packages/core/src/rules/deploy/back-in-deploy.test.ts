import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'

beforeAll(() => dialects.postgres.load())

const given = `CREATE TABLE users (id int PRIMARY KEY, tenant int, UNIQUE (tenant, id));
CREATE TABLE carts (tenant int, user_id int, CONSTRAINT carts_user FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id), CONSTRAINT carts_once UNIQUE (user_id));`

test.each([
  [
    'a foreign key of the name to the same table',
    'ALTER TABLE carts DROP CONSTRAINT carts_user',
    'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID',
  ],
  [
    'a unique key on the same columns',
    'ALTER TABLE carts DROP CONSTRAINT carts_once',
    'ALTER TABLE carts ADD CONSTRAINT carts_one UNIQUE (user_id)',
  ],
])('what a later migration of the deploy adds again is not gone: %s', (title, drop, up) => {
  const found = exampleFindings({ title, given, after: { up: drop }, up }).map(({ ruleId }) => ruleId)
  expect(found.filter(ruleId => ruleId.startsWith('drop-'))).toEqual([])
  expect(found).toContain(title.startsWith('a unique') ? 'add-unique-constraint' : 'missing-down')
})
