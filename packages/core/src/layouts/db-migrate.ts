import { codeMigrationTool, isCode } from './code-migration-tool.ts'
import { compareCodeUnits } from './compare-names.ts'
import { readStubs, type Stub } from './db-migrate-stubs.ts'
import type { Layout, MigrationFile } from './layout.ts'
import type { FilePair } from './paired-files.ts'
import { baseName, folderOf, isSql } from './path-names.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import { share } from './share-of.ts'
import { orphanDowns } from './up-down-files.ts'

/**
 * db-migrate 0.11. SQL mode: a JavaScript stub loads `sqls/<name>-up.sql` and `-down.sql`; other JavaScript is
 * run. `migrations.name` has a leading slash, the scope's prefix.
 */
export const dbMigrate: Layout = {
  name: 'db-migrate',
  title: 'db-migrate',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const scripts = paths.filter(isSqlScript)
    const sql = share(scripts.length, paths.filter(path => isSql(path)).length, 85)
    const texts = await sampleTexts(paths.filter(isCode), files)
    const code = share(
      texts.filter(({ text }) => codeMigrationTool(text) === 'db-migrate').length,
      texts.length,
      75,
    )
    return Math.max(sql, code)
  },
  async arrange(paths, files) {
    const pairs = scriptPairs(paths.filter(isSqlScript))
    const scripts = new Map(pairs.map(pair => [pair.name, pair]))
    const stubs = await readStubs(paths, files)
    const loaded = new Set(stubs.map(scriptOf))
    const unloaded = pairs.filter(pair => !loaded.has(pair.name))
    return {
      migrations: [
        ...stubs.map(stub => toMigration(stub, scripts.get(scriptOf(stub)))),
        ...unloaded.flatMap(pair => fromScripts(pair.name, pair) ?? []),
      ].toSorted((first, second) => compareCodeUnits(first.name, second.name)),
      problems: orphanDowns(pairs),
    }
  },
  outOfOrder: runsLate('db-migrate'),
  editedApplied: ignoresEdits('db-migrate'),
}

function isSqlScript(path: string): boolean {
  return baseName(folderOf(path)) === 'sqls' && /^\d{8,14}-.+-(?:up|down)\.sql$/.test(baseName(path))
}

/** The suffix always says the direction: `b-down.sql` is no up script, even where there is no `b-up.sql`. */
function scriptPairs(paths: readonly string[]): readonly FilePair[] {
  const pairs = new Map<string, { up?: string; down?: string }>()
  for (const path of paths) {
    const [, name = '', direction] = /^(.+)-(up|down)\.sql$/.exec(baseName(path)) ?? []
    const pair = pairs.get(name) ?? {}
    if (direction === 'down') pair.down = path
    else pair.up = path
    pairs.set(name, pair)
  }
  return [...pairs].map(([name, pair]) => ({ name, ...pair, explicit: true }))
}

/** A stub that builds its script's name has the script of its own name. */
function scriptOf(stub: Stub): string {
  return stub.script ?? stub.name
}

function toMigration(stub: Stub, pair: FilePair | undefined): MigrationFile {
  return (pair && fromScripts(stub.name, pair)) ?? fromCode(stub)
}

/** On MySQL it sends SET AUTOCOMMIT=0 before (db-migrate-mysql 3.0.0, startMigration); on others nothing asks for that. */
const inTransaction = { transaction: 'script', autocommitOff: true } as const

function fromScripts(name: string, pair: FilePair): MigrationFile | undefined {
  if (pair.up === undefined) return undefined
  return {
    name: `/${name}`,
    file: pair.up,
    format: 'sql',
    up: { file: pair.up, ...inTransaction },
    ...(pair.down !== undefined && { down: { file: pair.down, ...inTransaction } }),
    downExpected: true,
  }
}

/** Up and down are in one file. */
function fromCode({ name, file }: Stub): MigrationFile {
  const source = { file, ...inTransaction }
  return { name: `/${name}`, file, format: 'db-migrate', up: source, down: source, downExpected: true }
}
