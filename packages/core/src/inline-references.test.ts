import { expect, test } from 'vitest'
import { exampleFindings } from './example-findings.ts'

const given = `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users (id));
ALTER TABLE carts ADD COLUMN seller_id int REFERENCES users (id) ON DELETE CASCADE;`

test.each([
  ['mysql', '8.4', []],
  ['mysql', '9.0.1', ['drop-order']],
  ['mariadb', '10.11', ['drop-order']],
] as const)(
  'a key that is written with its column keeps its parent: %s %s',
  (dialect, dbVersion, expected) => {
    const found = exampleFindings({ title: '', dialect, dbVersion, given, up: 'DROP TABLE users' })
    expect(found.map(({ ruleId }) => ruleId).filter(id => id === 'drop-order')).toEqual(expected)
  },
)

test('the key of MySQL 9 has the name and the index that the server gives it, and is dropped by that name', () => {
  const findings = (dbVersion: string): readonly string[] =>
    exampleFindings({
      title: '',
      dialect: 'mysql',
      dbVersion,
      given,
      up: 'ALTER TABLE carts DROP FOREIGN KEY carts_ibfk_2, DROP INDEX seller_id, ADD note int',
      down: 'ALTER TABLE carts DROP COLUMN note',
    }).map(({ message }) => message)
  expect(findings('9.7').join('\n')).toContain('carts_ibfk_2')
  expect(findings('8.4').join('\n')).not.toContain('foreign key carts_ibfk_2')
})
