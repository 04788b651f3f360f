import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lintProject } from './lint-project.ts'

const root = mkdtempSync(join(tmpdir(), 'migration-lint-drizzle-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const entries = ['0000_base', '0001_rebuild'].map((tag, idx) => ({ idx, tag, when: idx + 1 }))
const base = `CREATE TABLE users (id integer PRIMARY KEY NOT NULL);--> statement-breakpoint
CREATE TABLE carts (id integer PRIMARY KEY, user_id integer REFERENCES users (id) ON DELETE CASCADE);`
const rebuild = `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE __new_users (id integer PRIMARY KEY NOT NULL, plan text);--> statement-breakpoint
INSERT INTO __new_users (id) SELECT id FROM users;--> statement-breakpoint
DROP TABLE users;--> statement-breakpoint
ALTER TABLE __new_users RENAME TO users;--> statement-breakpoint
PRAGMA foreign_keys=ON;`

async function rulesToldOf(dialect: string): Promise<readonly string[]> {
  const cwd = join(root, dialect)
  mkdirSync(join(cwd, 'drizzle/meta'), { recursive: true })
  for (const [file, text] of Object.entries({
    'drizzle.config.ts': `export default { dialect: '${dialect}', out: './drizzle' }`,
    'drizzle/meta/_journal.json': JSON.stringify({ entries }),
    'drizzle/0000_base.sql': base,
    'drizzle/0001_rebuild.sql': rebuild,
  })) {
    writeFileSync(join(cwd, file), text)
  }
  const { migrations } = await lintProject({ cwd, dialect: 'sqlite', applied: { text: '0000_base' } })
  return migrations.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId))
}

test('a PRAGMA in the transaction of a rebuild does nothing', async () => {
  expect(await rulesToldOf('sqlite')).toEqual(['sqlite-pragma-in-transaction', 'sqlite-rebuild-cascade'])
})

test('the client for libSQL has switched foreign keys off before', async () => {
  expect(await rulesToldOf('turso')).toEqual([])
})
