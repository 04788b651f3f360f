import type { ProjectFiles } from '../layouts/layout.ts'
import { folderOf, withFoldersAbove } from '../layouts/path-names.ts'
import { textIfReadable } from '../layouts/read-text.ts'
import type { Migration } from '../migration/migration.ts'
import type { FoundMigrations } from './found-migrations.ts'
import { isRun, javaScript, likelyRunners } from './runner-files.ts'

export interface RunnerWithoutForeignKeys {
  /** The file that switches them off. */
  readonly file: string
  /** It runs migrations up alone: nothing tells how they are run down. */
  readonly upAlone: boolean
}

interface RunnerCode {
  readonly isCode: RegExp
  /** What the file imports or calls where it runs migrations. */
  readonly runs: RegExp
  /** The same, and nothing of the way down. */
  readonly upAlone: boolean
  /** Beside and above the migrations; else anywhere in the project. */
  readonly isNear: boolean
}

const runners: ReadonlyMap<string, RunnerCode> = new Map([
  ['knex', { isCode: javaScript, runs: /\.migrate\s*\.\s*(?:latest|up)\s*\(/, upAlone: true, isNear: false }],
  [
    'drizzle',
    {
      isCode: javaScript,
      runs: /(?<!\bfunction )\bmigrate\s*\(/,
      upAlone: true,
      isNear: true,
    },
  ],
  [
    'golang-migrate',
    {
      isCode: /\.go$/,
      runs: /golang-migrate\/migrate\/v\d+\/database\/sqlite/,
      upAlone: false,
      isNear: true,
    },
  ],
])

/** The project's own code that runs the migrations on SQLite, where it switches foreign keys off on its connection. All
 * such files have to agree. */
export async function runnerWithoutForeignKeys(
  { layout, dialect, migrations }: Pick<FoundMigrations, 'layout' | 'dialect' | 'migrations'>,
  files: ProjectFiles,
): Promise<RunnerWithoutForeignKeys | undefined> {
  const code = runners.get(layout.name)
  const [first] = migrations
  if (dialect !== 'sqlite' || code === undefined || first === undefined) return undefined
  for (const paths of await placesOf(code, folderOf(first.file), files)) {
    const texts = await Promise.all(
      paths.map(async path => ({ path, text: await textIfReadable(files, path) })),
    )
    const running = texts.filter(({ text }) => text !== undefined && code.runs.test(text))
    const [runner] = running
    if (runner === undefined) continue
    return running.every(({ text }) => text !== undefined && switchesOff(text, code))
      ? { file: runner.path, upAlone: code.upAlone }
      : undefined
  }
  return undefined
}

export function withoutForeignKeys(
  migrations: readonly Migration[],
  runner: RunnerWithoutForeignKeys | undefined,
): readonly Migration[] {
  if (runner === undefined) return migrations
  return migrations.map(migration => {
    const { up, down } = migration
    const off = { foreign_keys: '0' }
    return {
      ...migration,
      up: { ...up, session: { ...up.session, ...off } },
      ...(down && !runner.upAlone && { down: { ...down, session: { ...down.session, ...off } } }),
    }
  })
}

/** Nearest first. */
async function placesOf(
  { isCode, isNear }: RunnerCode,
  folder: string,
  files: ProjectFiles,
): Promise<readonly (readonly string[])[]> {
  if (!isNear) return [await likelyRunners(isCode, folder, files)]
  const folders = withFoldersAbove(folder)
  return Promise.all(
    folders.map(async each => (await files.list(each, 1)).filter(path => isCode.test(path) && isRun(path))),
  )
}

function switchesOff(text: string, { isCode, runs }: RunnerCode): boolean {
  if (isCode !== javaScript) return isOffInGo(text)
  const at = text.search(runs)
  const before = text.slice(Math.max(0, at - nearby), at)
  return isOff([...before.matchAll(pragma)].at(-1)?.[1])
}

/** In characters: what is further up belongs to another function. */
const nearby = 1200

const pragma = /\bforeign_keys['"`]?\s*(?:=|\(|,)\s*['"`]?(\w+)/gi

function isOff(value: string | undefined): boolean {
  return value !== undefined && /^(?:off|0|false|no)$/i.test(value)
}

/** By the PRAGMA, by the driver's parameter (mattn/go-sqlite3: _fk, _foreign_keys), or by an option of their own. */
function isOffInGo(text: string): boolean {
  const values = [...text.matchAll(pragma), ...text.matchAll(/[?&]_(?:fk|foreign_keys)=(\w+)/gi)]
  if (values.length > 0) return values.every(([, value]) => isOff(value))
  return /\b(?:disable|without|no|skip)_?foreign_?keys?(?:checks?)?\b\s*(?::=|=|:)\s*true\b/i.test(text)
}
