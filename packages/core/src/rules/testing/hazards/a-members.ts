import { type Hazard, mysqlFamily } from './hazard.ts'

const orders = "CREATE TABLE orders (id int PRIMARY KEY, status ENUM('new', 'paid', 'sent'))"
const flags = "CREATE TABLE flags (id int PRIMARY KEY, f SET('a', 'b', 'c'))"
const members = (count: number) => Array.from({ length: count }, (_, at) => `'m${at}'`).join(', ')
const pgStatus =
  "CREATE TYPE status AS ENUM ('new', 'paid', 'sent'); CREATE TABLE orders (id int PRIMARY KEY, status status)"

// biome-ignore format: a table
export const changedMembers: readonly Hazard[] = [
  {
    hazard: 'enum-values-removed',
    engines: mysqlFamily,
    cases: [
      { when: 'MODIFY', on: mysqlFamily, given: orders, up: "ALTER TABLE orders MODIFY status ENUM('new', 'paid')", says: ['enum-values-removed'] },
      { when: 'CHANGE', on: mysqlFamily, given: orders, up: "ALTER TABLE orders CHANGE status status ENUM('paid', 'sent')", says: ['enum-values-removed'] },
      { when: 'the list before is not known', on: mysqlFamily, up: "ALTER TABLE orders MODIFY status ENUM('paid', 'sent')", says: ['enum-values-removed'] },
      { when: 'one is removed, another added', on: mysqlFamily, given: orders, up: "ALTER TABLE orders MODIFY status ENUM('new', 'paid', 'delivered')", says: ['enum-values-removed'] },
      { when: 'rows were taken off it first', on: mysqlFamily, given: orders, after: { up: "UPDATE orders SET status = 'paid' WHERE status = 'sent'" }, up: "ALTER TABLE orders MODIFY status ENUM('new', 'paid')", says: ['enum-values-removed'] },
    ],
  },
  {
    hazard: 'enum-values-replaced',
    engines: mysqlFamily,
    cases: [
      { when: 'no member stays', on: mysqlFamily, given: orders, up: "ALTER TABLE orders MODIFY status ENUM('a', 'b')", says: ['enum-values-replaced'] },
      { when: 'and the rest of the column goes too', on: mysqlFamily, given: "CREATE TABLE orders (id int, status ENUM('new', 'paid') NOT NULL DEFAULT 'new')", up: "ALTER TABLE orders MODIFY status ENUM('a', 'b')", says: ['enum-values-replaced', 'modify-drops-attributes'] },
    ],
  },
  {
    hazard: 'enum-values-reordered, enum-value-inserted-mid',
    engines: mysqlFamily,
    cases: [
      { when: 'another order', on: mysqlFamily, given: orders, up: "ALTER TABLE orders MODIFY status ENUM('paid', 'new', 'sent')", says: ['enum-values-reordered'] },
      { when: 'in the middle', on: mysqlFamily, given: orders, up: "ALTER TABLE orders MODIFY status ENUM('new', 'held', 'paid', 'sent')", says: ['enum-value-inserted-mid'] },
      { when: 'at the end', on: mysqlFamily, given: orders, up: "ALTER TABLE orders MODIFY status ENUM('new', 'paid', 'sent', 'lost')", silent: 'no member gets another number, and nothing is copied' },
    ],
  },
  {
    hazard: 'enum-case-or-text-changed',
    engines: mysqlFamily,
    cases: [
      { when: 'another case', on: mysqlFamily, given: orders, up: "ALTER TABLE orders MODIFY status ENUM('New', 'paid', 'sent')", says: ['enum-case-or-text-changed'] },
      { when: 'a trailing space is cut off', on: mysqlFamily, given: orders, up: "ALTER TABLE orders MODIFY status ENUM('new ', 'paid', 'sent')", silent: 'the server cuts it off' },
    ],
  },
  {
    hazard: 'enum-storage-grows',
    engines: mysqlFamily,
    cases: [
      { when: 'from 255 members to 256', on: mysqlFamily, given: `CREATE TABLE orders (id int PRIMARY KEY, status ENUM(${members(255)}))`, up: `ALTER TABLE orders MODIFY status ENUM(${members(256)})`, says: ['mysql-table-copy'] },
      { when: 'from 254 to 255', on: mysqlFamily, given: `CREATE TABLE orders (id int PRIMARY KEY, status ENUM(${members(254)}))`, up: `ALTER TABLE orders MODIFY status ENUM(${members(255)})`, silent: 'one byte still holds the number' },
    ],
  },
  {
    hazard: 'set-values-removed, -reordered, -inserted-mid, storage grows',
    engines: mysqlFamily,
    cases: [
      { when: 'removed', on: mysqlFamily, given: flags, up: "ALTER TABLE flags MODIFY f SET('a', 'b')", says: ['set-values-removed'] },
      { when: 'reordered', on: mysqlFamily, given: flags, up: "ALTER TABLE flags MODIFY f SET('b', 'a', 'c')", says: ['set-values-reordered'] },
      { when: 'in the middle', on: mysqlFamily, given: flags, up: "ALTER TABLE flags MODIFY f SET('a', 'x', 'b', 'c')", says: ['set-value-inserted-mid'] },
      { when: 'at the end', on: mysqlFamily, given: flags, up: "ALTER TABLE flags MODIFY f SET('a', 'b', 'c', 'd')", silent: 'no member gets another bit, and nothing is copied' },
      ...[8, 16, 24, 32].flatMap(count => [
        { when: `from ${count} members to ${count + 1}`, on: mysqlFamily, given: `CREATE TABLE flags (id int PRIMARY KEY, f SET(${members(count)}))`, up: `ALTER TABLE flags MODIFY f SET(${members(count + 1)})`, says: ['mysql-table-copy'] },
        { when: `from ${count - 1} members to ${count}`, on: mysqlFamily, given: `CREATE TABLE flags (id int PRIMARY KEY, f SET(${members(count - 1)}))`, up: `ALTER TABLE flags MODIFY f SET(${members(count)})`, silent: 'as many bytes hold the bits' },
      ]),
      { when: 'the list before is not known', on: mysqlFamily, up: "ALTER TABLE flags MODIFY f SET('a', 'b')", says: ['set-values-removed'] },
    ],
  },
  {
    hazard: 'pg-enum-rebuild',
    engines: ['postgres'],
    cases: [
      { when: 'a value is missing in the new type', on: 'postgres', given: pgStatus, up: "ALTER TYPE status RENAME TO status_old; CREATE TYPE status AS ENUM ('new', 'paid'); ALTER TABLE orders ALTER COLUMN status TYPE status USING status::text::status; DROP TYPE status_old", says: ['enum-values-removed'] },
      { when: 'the new type has all of them', on: 'postgres', given: pgStatus, up: "ALTER TYPE status RENAME TO status_old; CREATE TYPE status AS ENUM ('new', 'paid', 'sent', 'lost'); ALTER TABLE orders ALTER COLUMN status TYPE status USING status::text::status; DROP TYPE status_old", says: ['alter-column-type-rewrite'] },
      { when: 'by way of text', on: 'postgres', given: pgStatus, up: "ALTER TABLE orders ALTER COLUMN status TYPE text; DROP TYPE status; CREATE TYPE status AS ENUM ('new', 'paid'); ALTER TABLE orders ALTER COLUMN status TYPE status USING status::status", says: ['type-narrowing', 'alter-column-type-rewrite'] },
      { when: 'without USING there is no cast', on: 'postgres', given: pgStatus, up: "ALTER TYPE status RENAME TO status_old; CREATE TYPE status AS ENUM ('new', 'paid'); ALTER TABLE orders ALTER COLUMN status TYPE status", says: ['type-cast-may-fail'] },
      { when: 'the default is of the old type', on: 'postgres', given: pgStatus.replace('status status', "status status DEFAULT 'new'"), up: "ALTER TYPE status RENAME TO status_old; CREATE TYPE status AS ENUM ('new', 'paid', 'sent'); ALTER TABLE orders ALTER COLUMN status TYPE status USING status::text::status", says: ['type-cast-may-fail'] },
    ],
  },
]
