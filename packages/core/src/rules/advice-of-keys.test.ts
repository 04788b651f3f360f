import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import type { DialectName, RunnerTransaction, Script } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import type { Finding } from './finding.ts'

beforeAll(() => dialects.postgres.load())

interface Deploy {
  readonly given: string
  /** The pending migrations. */
  readonly deploy: readonly string[]
  readonly dialect?: DialectName
  readonly transaction?: RunnerTransaction
  /** By migrations in code. */
  readonly isRecorded?: boolean
}

function told(
  rule: string,
  { given, deploy, dialect = 'postgres', transaction = 'script', isRecorded = false }: Deploy,
): readonly Finding[] {
  const recorded = (script: Script): Script =>
    isRecorded
      ? { ...script, statements: script.statements.map(each => ({ ...each, reading: 'recorded' })) }
      : script
  const report = lint(
    [given, ...deploy].map((text, place) => ({
      name: `${place}`,
      file: `${place}.sql`,
      layout: 'plain',
      dialect,
      pending: place > 0,
      downExpected: false,
      up: recorded(readSqlScript({ file: `${place}.sql`, transaction }, text, dialects[dialect])),
    })),
  )
  return report.migrations.flatMap(each => each.findings).filter(({ ruleId }) => ruleId === rule)
}

test('a primary key goes with the CASCADE that its author wrote, and what that drops is told', () => {
  const [found] = told('pk-change', {
    given: `CREATE TABLE users (id bigint CONSTRAINT users_pkey PRIMARY KEY, email text NOT NULL);
CREATE TABLE carts (user_id bigint CONSTRAINT carts_user REFERENCES users (id));`,
    deploy: [
      'ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE; ALTER TABLE users ADD PRIMARY KEY (id, email)',
    ],
    transaction: 'none',
  })
  expect(found?.instead).toBe(
    'Write one statement: ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE, ADD PRIMARY KEY (id, email). CASCADE drops the foreign key carts_user of carts with it.',
  )
})

const jobs = `CREATE TABLE jobs (id int, kind text, CONSTRAINT kinds CHECK (kind IN ('dig', 'rake')));
ALTER TABLE jobs ADD CONSTRAINT kinds_now CHECK (kind IN ('dig', 'rake', 'weed', 'prune'));`
const narrow = (kinds: string) =>
  `ALTER TABLE jobs DROP CONSTRAINT kinds_now; ALTER TABLE jobs ADD CONSTRAINT kinds_last CHECK (kind IN (${kinds})) NOT VALID;`

test('a CHECK goes where the deploy ends with one that takes no more', () => {
  const drop = 'ALTER TABLE jobs DROP CONSTRAINT kinds'
  const of = (...later: readonly string[]) =>
    told('drop-check', { given: jobs, deploy: [drop, ...later] }).map(({ message }) => message)
  expect(of()[0]).toContain("rows with kind 'prune' or 'weed'")
  expect(of(narrow("'dig', 'rake', 'weed'"))[0]).toContain("rows with kind 'weed' from now on")
  expect(of(narrow("'dig', 'rake'"))).toEqual([])
  expect(of('ALTER TABLE jobs RENAME TO tasks')[0]).toContain("rows with kind 'prune' or 'weed'")
})

const tickets =
  'CREATE TABLE tickets (id int NOT NULL, platform varchar(20) NOT NULL, PRIMARY KEY (id, platform))'
const asKey = (columns: string) =>
  `ALTER TABLE tickets DROP PRIMARY KEY; ALTER TABLE tickets ADD PRIMARY KEY (${columns})`

test('a key of fewer columns is looked at first, one of more is not', () => {
  const of = (columns: string) =>
    told('pk-change', { given: tickets, deploy: [asKey(columns)], dialect: 'mysql' })[0]
  expect(of('id')?.message).toContain('two rows with the same id, which the key (id, platform) lets in')
  expect(of('id')?.instead).toBe(
    'Look for duplicates first: SELECT id, count(*) FROM tickets GROUP BY id HAVING count(*) > 1. Write one statement: ALTER TABLE tickets DROP PRIMARY KEY, ADD PRIMARY KEY (id).',
  )
  expect(of('platform, id')?.instead).toMatch(/^Write one statement/)
})

test('a key of a table that the deploy drops is left out', () => {
  const drop = 'ALTER TABLE tickets RENAME TO tickets_2; DROP TABLE tickets_2'
  const [change] = told('pk-change', { given: tickets, deploy: [asKey('id'), drop], dialect: 'mysql' })
  expect(change?.instead).toMatch(/^Leave both out, .*: a later migration of the deploy drops the table\.$/)
  const [added] = told('add-primary-key', {
    given: 'CREATE TABLE tickets (id int NOT NULL)',
    deploy: ['ALTER TABLE tickets ADD PRIMARY KEY (id)', drop],
  })
  expect(added).toMatchObject({ instead: expect.stringMatching(/^Leave the key out/) })
  expect(added?.suggestion).toBeUndefined()
})

test('a key that is left out does not leave the table without the one that it replaces', () => {
  const of = (sql: string) =>
    told('add-primary-key', {
      given: `CREATE TABLE likes (id int CONSTRAINT likes_pkey PRIMARY KEY, person_id int NOT NULL, post_id int NOT NULL, sort int,
  CONSTRAINT likes_once UNIQUE (post_id, person_id))`,
      deploy: [sql, 'DROP TABLE likes'],
    })[0]?.instead
  const rest = ', unless the deploy itself needs it: a later migration of the deploy drops the table.'
  const key = 'ADD PRIMARY KEY (person_id, post_id)'
  const along = `Leave the statement out, as it also drops the key that running code has${rest}`
  expect(of(`ALTER TABLE likes DROP COLUMN id, ${key}`)).toBe(along)
  expect(of(`ALTER TABLE likes DROP CONSTRAINT likes_once, DROP CONSTRAINT likes_pkey, ${key}`)).toBe(along)
  expect(of(`ALTER TABLE likes DROP CONSTRAINT likes_pkey;\nALTER TABLE likes ${key}`)).toBe(
    `Leave the key out, and in line 1 the DROP of the one that running code has${rest}`,
  )
})

test('a column that is made a key by an earlier deploy is filled there', () => {
  const of = (type: string) =>
    told('add-primary-key', {
      given: 'CREATE TABLE settings (name text); CREATE TABLE teams (settings_id text)',
      deploy: [
        `ALTER TABLE settings ADD COLUMN id ${type}; UPDATE settings SET id = name || name; ALTER TABLE settings ADD PRIMARY KEY (id);
ALTER TABLE teams ADD FOREIGN KEY (settings_id) REFERENCES settings (id)`,
      ],
    })[0]?.instead
  expect(of('text')).toContain('Let an earlier deploy add id, fill it and build a unique index')
  expect(of('text DEFAULT gen_random_uuid()')).toContain('add id and build')
})

test('an online schema change tool is advised where it has a key to go by', () => {
  const of = (given: string) =>
    told('add-primary-key', {
      given,
      deploy: ['ALTER TABLE tickets ADD PRIMARY KEY (id)'],
      dialect: 'mysql',
    })[0]?.instead
  expect(of('CREATE TABLE tickets (id int NOT NULL)')).toContain('needs a key that the table has already')
  expect(of('CREATE TABLE tickets (id int NOT NULL, UNIQUE (id))')).toContain(
    'or with an online schema change',
  )
})

const carts = `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE shops (id int PRIMARY KEY);
CREATE TABLE carts (id int PRIMARY KEY, user_id int, shop_id int);`
const addBoth = `ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id),
  ADD CONSTRAINT carts_shop FOREIGN KEY (shop_id) REFERENCES shops (id)`

test.each([
  'ALTER TABLE carts DROP CONSTRAINT carts_shop',
  'ALTER TABLE carts DROP COLUMN shop_id',
  'ALTER TABLE carts DROP COLUMN shop_id; DROP TABLE shops',
])('what the deploy takes away again is not validated: %s', later => {
  const [both] = told('add-foreign-key', { given: carts, deploy: [addBoth, later] })
  expect(both?.suggestion?.later).toEqual([{ sql: 'ALTER TABLE carts VALIDATE CONSTRAINT carts_user;' }])
  const one = 'ALTER TABLE carts ADD CONSTRAINT carts_shop FOREIGN KEY (shop_id) REFERENCES shops (id)'
  const [gone] = told('add-foreign-key', { given: carts, deploy: [one, later] })
  expect(gone?.instead).toMatch(/^Leave it out, .*: a later migration of the deploy takes it away again\.$/)
  expect(gone?.suggestion).toBeUndefined()
})

test('a foreign key of a column that is new can be written with it', () => {
  const of = (sql: string) => told('add-foreign-key', { given: carts, deploy: [sql] })[0]?.instead
  const key = (column: string) => `ALTER TABLE carts ADD FOREIGN KEY (${column}) REFERENCES shops (id);`
  expect(of(`ALTER TABLE carts ADD COLUMN sold_by int; ${key('sold_by')}`)).toContain(
    'Or write REFERENCES shops (id) behind the ADD COLUMN of sold_by',
  )
  const named = key('sold_by').replace('ADD', 'ADD CONSTRAINT seller').replace(';', ' ON DELETE SET NULL;')
  expect(of(`ALTER TABLE carts ADD COLUMN sold_by int; ${named}`)).toContain(
    'Or write CONSTRAINT seller REFERENCES shops (id) ON DELETE SET NULL behind the ADD COLUMN of sold_by',
  )
  expect(of(key('shop_id'))).not.toContain('REFERENCES')
  expect(
    of(`ALTER TABLE carts ADD COLUMN sold_by int; UPDATE carts SET sold_by = shop_id; ${key('sold_by')}`),
  ).not.toContain('REFERENCES')
})

test('a unique column of which nothing is filled says what comes back of its other words', () => {
  const of = (column: string) =>
    told('add-column-unique-inline', {
      given: carts,
      deploy: [`ALTER TABLE carts ADD COLUMN sold_by ${column}`],
    })[0]
  const plain = of('int UNIQUE')
  expect(plain?.suggestion?.title).toMatch(/^Add it empty, build/)
  expect(plain?.instead).toMatch(/of its own that runs outside a transaction, .* UNIQUE USING INDEX\.$/)
  expect(of('int NOT NULL UNIQUE')?.suggestion?.title).toMatch(/^Add it empty, fill it, build/)
  expect(of('int UNIQUE REFERENCES shops (id) CHECK (sold_by > 0)')?.instead).toMatch(
    / Its REFERENCES and CHECK are added NOT VALID behind the column, and validated later\.$/,
  )
})

test('a unique index that becomes a key is built outside a transaction', () => {
  for (const rule of ['add-unique-constraint', 'add-primary-key']) {
    const key = rule === 'add-primary-key' ? 'PRIMARY KEY' : 'UNIQUE'
    const given = 'CREATE TABLE carts (shop_id int)'
    const [found] = told(rule, { given, deploy: [`ALTER TABLE carts ADD ${key} (shop_id)`] })
    expect(found?.instead).toContain('outside a transaction')
  }
})

test('what a gentler statement leaves locked is told', () => {
  const rules = ['add-foreign-key', 'add-check', 'add-column-check-inline']
  const of = (transaction: RunnerTransaction, ...deploy: readonly string[]) =>
    rules.flatMap(rule => told(rule, { given: carts, deploy, transaction }).map(({ instead }) => instead))
  const adds = [
    'ALTER TABLE carts ADD CONSTRAINT carts_shop FOREIGN KEY (shop_id) REFERENCES shops (id)',
    'ALTER TABLE carts ADD CONSTRAINT known CHECK (shop_id > 0)',
    'ALTER TABLE carts ADD COLUMN age int CHECK (age > 0)',
  ]
  const lock = 'ALTER TABLE carts ADD COLUMN place int'
  for (const add of adds) {
    expect(of('batch', lock, add)[0]).toMatch(
      /in another deploy.* The lock of the ALTER TABLE in line 1 of 1 lasts until all pending migrations are done even so: what else takes long belongs into another deploy too\.$/,
    )
    expect(of('script', `${lock}; ${add};\nUPDATE carts SET place = shop_id`)[0]).toMatch(
      / The lock of the ALTER TABLE in line 1 lasts until the transaction ends even so: the UPDATE in line 2 runs under it\. That, and what comes behind it and needs it, belongs into another migration too\.$/,
    )
    expect(of('script', `${lock}; ${add}`)[0]).not.toContain('The lock')
    expect(of('none', `${lock}; ${add};\nUPDATE carts SET place = shop_id`)[0]).not.toContain('The lock')
  }
})

test('a column with a CHECK that the deploy drops again is left out', () => {
  const [found] = told('add-column-check-inline', {
    given: carts,
    deploy: [
      "ALTER TABLE carts ADD COLUMN state text CHECK (state IN ('open', 'paid'))",
      'ALTER TABLE carts DROP COLUMN state',
    ],
  })
  expect(found?.instead).toBe(
    'Leave the column out, unless the deploy itself needs it: a later migration of the deploy drops it again.',
  )
  expect(found?.suggestion).toBeUndefined()
})

test('what is added in steps has its type in the letters of its author, who may replace them', () => {
  const of = (column: string) =>
    told('add-column-check-inline', {
      given: carts,
      deploy: [`ALTER TABLE carts ADD COLUMN ${column}`],
    })[0]?.suggestion?.sql
  expect(of('note BLOB CHECK (length(note) < 9)')).toBe('ALTER TABLE carts ADD COLUMN note BLOB;')
  expect(of('"blob" Blob CHECK (length("blob") < 9)')).toBe('ALTER TABLE carts ADD COLUMN blob Blob;')
  expect(of('note VARCHAR(20) CHECK (length(note) < 9)')).toBe(
    'ALTER TABLE carts ADD COLUMN note VARCHAR(20);',
  )
  expect(of('note INT CHECK (note < 9)')).toBe('ALTER TABLE carts ADD COLUMN note integer;')
})

test('rows that code picks and changes may be the duplicates', () => {
  const of = (sql: string, isRecorded: boolean) =>
    told('add-unique-on-existing', {
      given: 'CREATE TABLE lines (id int PRIMARY KEY, cart int, deleted boolean, note text)',
      deploy: [`${sql}; CREATE UNIQUE INDEX lines_cart ON lines (cart) WHERE deleted = false`],
      isRecorded,
    })[0]
  const change = 'UPDATE lines SET deleted = true WHERE id = 1'
  expect(of(change, true)).toMatchObject({
    severity: 'info',
    message: expect.stringContaining(
      'unless the code before has kept them apart, which changes rows in line 1',
    ),
  })
  expect(of(change, false)).toMatchObject({ severity: 'warning' })
  expect(of("UPDATE lines SET note = '' WHERE id = 1", true)).toMatchObject({ severity: 'warning' })
  expect(of('UPDATE lines SET deleted = false', true)).toMatchObject({ severity: 'warning' })
  expect(of('UPDATE lines SET cart = 1 WHERE cart IS NULL', true)).toMatchObject({ severity: 'warning' })
})

test('a key around a change of type is left as it is', () => {
  const [found] = told('add-unique-constraint', {
    given: 'CREATE TABLE users (id int, code int, CONSTRAINT users_code UNIQUE (code))',
    deploy: [
      `ALTER TABLE users DROP CONSTRAINT users_code;
ALTER TABLE users ALTER COLUMN code TYPE text;
ALTER TABLE users ADD CONSTRAINT users_code UNIQUE (code);`,
    ],
  })
  expect(found?.instead).toContain('the change of type in line 2 builds its index again by itself')
})

const papers = `CREATE TABLE carts (id serial PRIMARY KEY, paper text UNIQUE, tags text[]);
CREATE TABLE orders (id serial PRIMARY KEY, cart_id int, paper text UNIQUE, note text);`

function ofPapers(...queries: readonly string[]): readonly Finding[] {
  const filled = queries.map(query => `INSERT INTO papers (paper) ${query};`).join('\n')
  return told('add-unique-on-existing', {
    given: papers,
    deploy: [
      `CREATE TABLE papers (paper text);
${filled}
CREATE UNIQUE INDEX papers_paper ON papers (paper);`,
    ],
  })
}

test('what two queries give is asked of both, before there is such a table', () => {
  const [found] = ofPapers(
    'SELECT c.paper FROM carts c',
    'SELECT o.paper FROM orders o JOIN carts c ON c.id = o.cart_id',
  )
  expect(found).toMatchObject({
    severity: 'info',
    message:
      'A row with the same paper from two of the queries that fill papers stops the statement (in lines 2 and 3); each of them alone gives none twice.',
    instead:
      'Look first what both give, NULL apart: SELECT c.paper FROM carts c INTERSECT SELECT o.paper FROM orders o JOIN carts c ON c.id = o.cart_id.',
  })
  expect(ofPapers('SELECT c.paper FROM carts c')).toEqual([])
})

test.each([
  [
    'a row comes once for each that is joined',
    'SELECT c.paper FROM carts c JOIN orders o ON o.cart_id = c.id',
  ],
  ['a row comes once for each other', 'SELECT c.paper FROM carts c, orders o'],
  ['OR joins more than one', "SELECT o.paper FROM orders o JOIN carts c ON c.id = o.cart_id OR c.paper = ''"],
  ['a row comes once for each tag', 'SELECT c.paper, unnest(c.tags) FROM carts c'],
  ['the column has no key', 'SELECT o.note FROM orders o'],
  ['an expression may make two values one', 'SELECT lower(o.paper) FROM orders o'],
  ['a cast may make two values one', 'SELECT o.paper::char(1) FROM orders o'],
  ['a query in FROM is not read', 'SELECT x.paper FROM (SELECT paper FROM orders) x'],
])('rows that a query may give twice are told of: %s', (_, query) => {
  const columns = query.includes('unnest') ? 'paper, tag' : 'paper'
  const found = told('add-unique-on-existing', {
    given: papers,
    deploy: [
      `CREATE TABLE papers (paper text, tag text); INSERT INTO papers (${columns}) ${query};
CREATE UNIQUE INDEX papers_paper ON papers (paper);`,
    ],
  })
  expect(found[0]?.instead).toBe('Run its SELECT first, and look for duplicates in what it gives.')
})

test('texts of which one begins as the other may be the same', () => {
  const of = (one: string, other: string) =>
    ofPapers(`SELECT '${one}' || c.paper FROM carts c`, `SELECT '${other}' || o.paper FROM orders o`)
  expect(of('cart_', 'order_')).toEqual([])
  expect(of('c', 'cart')[0]?.message).toContain('from two of the queries')
})

test('a query that reads what the deploy makes is not run before it', () => {
  const [found] = told('add-unique-on-existing', {
    given: papers,
    deploy: [
      `CREATE TABLE sheets (id int); CREATE TABLE papers (paper text);
INSERT INTO papers (paper) SELECT o.note FROM orders o JOIN sheets s ON s.id = o.id;
CREATE UNIQUE INDEX papers_paper ON papers (paper);`,
    ],
  })
  expect(found?.instead).toBe(
    'Look for duplicates in what it takes them from: the deploy makes sheets, and before it the SELECT does not run.',
  )
})
