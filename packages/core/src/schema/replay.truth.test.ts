import { randomBytes } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import openSqliteModule from '@sqlite.org/sqlite-wasm'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Dialect } from '../dialects/dialect.ts'
import { mariadb } from '../dialects/mysql/index.ts'
import { postgres } from '../dialects/postgres/index.ts'
import { sqlite } from '../dialects/sqlite/index.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { apply } from './apply.ts'
import { emptySchema } from './empty-schema.ts'
import { replay } from './replay.ts'
import { resolveNames } from './resolve-names.ts'
import type { SchemaState } from './schema-state.ts'
import type { ChangeCase, ChangeCases } from './testing/change-case.ts'
import { introspectMysqlFamily } from './testing/introspect-mysql-family.ts'
import { introspectPostgres } from './testing/introspect-postgres.ts'
import { introspectSqlite } from './testing/introspect-sqlite.ts'
import { mariadbChanges } from './testing/mariadb-changes.ts'
import { postgresChanges } from './testing/postgres-changes.ts'
import { migrationOf, scriptCases } from './testing/script-cases.ts'
import { type Catalogue, seenInReplay } from './testing/seen-in-replay.ts'
import { asFarAsKnown, factsOf, type Query, type SeenSchema } from './testing/seen-table.ts'
import { sqliteChanges } from './testing/sqlite-changes.ts'
import { typeText, withOurTypes } from './testing/type-text.ts'

interface Server {
  run(statement: string): Promise<void>
  readonly query: Query
}

interface Engine {
  readonly dialect: Dialect
  readonly cases: ChangeCases
  readonly tellsNamesAndChecks: boolean
  introspect(query: Query): Promise<SeenSchema>
  /** A database with nothing in it, for one change. */
  withEmpty<Result>(work: (server: Server) => Promise<Result>): Promise<Result>
}

const localMariadb = { host: '127.0.0.1', port: 3306, user: 'root', password: '', multipleStatements: false }
const needsMariadb = (process.env.MIGRATION_LINT_REQUIRE_SERVERS ?? '') !== ''
const hasMariadb = needsMariadb || (await isThere())

let pglite: PGlite | undefined
beforeAll(async () => {
  pglite = await PGlite.create()
  await Promise.all([postgres.load(), mariadb.load(), sqlite.load()])
})
afterAll(() => pglite?.close())

describe('what replay says of a changed schema is what the server has', () => {
  const engines: readonly (readonly [string, boolean, Engine])[] = [
    ['PostgreSQL (PGlite)', true, postgresEngine()],
    ['MariaDB at 127.0.0.1:3306', hasMariadb, mariadbEngine()],
    ['SQLite', true, sqliteEngine()],
  ]
  for (const [name, isOpen, engine] of engines) {
    test.skipIf(!isOpen)(name, () => expectAgreement(name, engine))
  }
})

describe('what replay says of a script in an empty database is what the server has', () => {
  const engines: readonly (readonly [string, boolean, Engine])[] = [
    ['PostgreSQL (PGlite)', true, postgresEngine()],
    ['MariaDB at 127.0.0.1:3306', hasMariadb, mariadbEngine()],
    ['SQLite', true, sqliteEngine()],
  ]
  for (const [name, isOpen, engine] of engines) {
    test.skipIf(!isOpen)(name, () => expectScriptsToAgree(name, engine), 240_000)
  }
})

async function expectScriptsToAgree(name: string, engine: Engine): Promise<void> {
  const wrong: string[] = []
  let [statements, facts] = [0, 0]
  const { dialect } = engine
  const cases = scriptCases(dialect.name)
  for (const { id, script } of cases) {
    const up = readSqlScript({ file: 'a.sql', transaction: 'none' }, script, dialect)
    const server = await engine.withEmpty(async ({ run, query }) => {
      for (const { text } of up.statements) {
        await run(text).catch((error: unknown) => {
          throw new Error(`${id}: ${text}: ${String(error)}`)
        })
      }
      return engine.introspect(query)
    })
    const [replayedOne] = replay([migrationOf(dialect.name, up)], dialect.semantics, { complete: true })
    const ours = seenInReplay(replayedOne?.up.after ?? emptySchema(dialect.semantics, { complete: true }), {
      typeText,
      tellsNamesAndChecks: engine.tellsNamesAndChecks,
    })
    const [theirFacts, ourFacts] = [
      factsOf(asFarAsKnown(withOurTypes(server, dialect.parse), ours)),
      factsOf(ours),
    ]
    statements += up.statements.length
    facts += theirFacts.length
    wrong.push(
      ...theirFacts.filter(fact => !ourFacts.includes(fact)).map(fact => `${id}: server has ${fact}`),
      ...ourFacts.filter(fact => !theirFacts.includes(fact)).map(fact => `${id}: replay has ${fact}`),
    )
  }
  process.stdout.write(
    `replay on ${name}: ${cases.length} scripts, ${statements} statements, ${facts} facts compared\n`,
  )
  expect(wrong).toEqual([])
}

async function expectAgreement(name: string, engine: Engine): Promise<void> {
  const wrong: string[] = []
  const explained: string[] = []
  let facts = 0
  let differing = 0
  for (const each of engine.cases.changes) {
    const { server, ours } = await bothSides(engine, each)
    const differences = [
      ...server.filter(fact => !ours.includes(fact)).map(fact => `${each.id}: server has ${fact}`),
      ...ours.filter(fact => !server.includes(fact)).map(fact => `${each.id}: replay has ${fact}`),
    ]
    facts += server.length
    differing += server.filter(fact => !ours.includes(fact)).length
    if (each.disagreement === undefined) wrong.push(...differences)
    else if (differences.length === 0) wrong.push(`${each.id}: is no disagreement any more`)
    else explained.push(each.id)
  }
  const share = ((100 * (facts - differing)) / facts).toFixed(2)
  process.stdout.write(
    `replay on ${name}: ${engine.cases.changes.length - explained.length} of ${engine.cases.changes.length} changes, ` +
      `${facts - differing} of ${facts} facts agree (${share} %)\n`,
  )
  expect(wrong).toEqual([])
}

async function bothSides(
  engine: Engine,
  { id, statements }: ChangeCase,
): Promise<{ readonly server: readonly string[]; readonly ours: readonly string[] }> {
  const all = [...engine.cases.setup, ...statements]
  const catalogue: Catalogue = {
    typeText,
    tellsNamesAndChecks: engine.tellsNamesAndChecks,
  }
  const server = await engine.withEmpty(async ({ run, query }) => {
    for (const statement of all) {
      await run(statement).catch((error: unknown) => {
        throw new Error(`${id}: ${statement}: ${String(error)}`)
      })
    }
    return engine.introspect(query)
  })
  const ours = seenInReplay(replayed(engine.dialect, all), catalogue)
  return {
    server: factsOf(asFarAsKnown(withOurTypes(server, engine.dialect.parse), ours)),
    ours: factsOf(ours),
  }
}

function replayed(dialect: Dialect, statements: readonly string[]): SchemaState {
  return statements
    .flatMap(statement => dialect.parse(statement).operations)
    .filter(operation => operation.kind !== 'create-table' || !operation.temporary)
    .reduce(
      (schema, operation) => apply(schema, resolveNames(operation, schema)),
      emptySchema(dialect.semantics, { complete: true }),
    )
}

function postgresEngine(): Engine {
  return {
    dialect: postgres,
    cases: postgresChanges,
    tellsNamesAndChecks: true,
    introspect: introspectPostgres,
    async withEmpty(work) {
      const database = pglite
      if (database === undefined) throw new Error('PGlite is not open')
      await database.exec('BEGIN')
      try {
        return await work({
          async run(statement) {
            await database.exec(statement)
          },
          query: async sql => (await database.query<Record<string, unknown>>(sql)).rows,
        })
      } finally {
        await database.exec('ROLLBACK')
      }
    },
  }
}

function mariadbEngine(): Engine {
  return {
    dialect: mariadb,
    cases: mariadbChanges,
    tellsNamesAndChecks: true,
    introspect: introspectMysqlFamily,
    async withEmpty(work) {
      const name = `migration_lint_${randomBytes(6).toString('hex')}`
      const connection = await createConnection(localMariadb)
      try {
        await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
        await connection.query(`USE ${name}`)
        return await work({
          async run(statement) {
            await connection.query(statement)
          },
          query: async sql => (await connection.query<RowDataPacket[]>(sql))[0],
        })
      } finally {
        await connection.query(`DROP DATABASE IF EXISTS ${name}`)
        await connection.end()
      }
    },
  }
}

function sqliteEngine(): Engine {
  return {
    dialect: sqlite,
    cases: sqliteChanges,
    tellsNamesAndChecks: false,
    introspect: introspectSqlite,
    async withEmpty(work) {
      const { oo1 } = await openSqliteModule()
      const database = new oo1.DB(':memory:')
      try {
        return await work({
          async run(statement) {
            database.exec(statement)
          },
          query: async sql => database.selectObjects(sql),
        })
      } finally {
        database.close()
      }
    },
  }
}

async function isThere(): Promise<boolean> {
  try {
    await (await createConnection({ ...localMariadb, connectTimeout: 2000 })).end()
    return true
  } catch {
    return false
  }
}
