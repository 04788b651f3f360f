import type { ProjectFiles } from '../layouts/layout.ts'
import { baseName, folderOf, stemOf, withFoldersAbove } from '../layouts/path-names.ts'
import { textIfReadable } from '../layouts/read-text.ts'
import type { FoundMigrations } from './found-migrations.ts'
import { isRun, javaScript, likelyRunners } from './runner-files.ts'

/** The project's own code that runs Knex migrations one by one on a plain instance, without Knex's migrator: then there
 * is no transaction around them, and `config.transaction` is read by nobody. Absent where anything speaks against it. */
export async function ownKnexRunner(
  { layout, migrations }: Pick<FoundMigrations, 'layout' | 'migrations'>,
  files: ProjectFiles,
): Promise<string | undefined> {
  const [first] = migrations
  if (layout.name !== 'knex' || first === undefined) return undefined
  const folder = folderOf(first.file)
  const own = new Set(migrations.map(({ file }) => file))
  const near = await read(await beside(folder, own, files), files)
  const runners = near.filter(({ text }) => runsOneByOne(text))
  const [runner] = runners
  if (runner === undefined || runners.some(({ text }) => mayBeInTransaction(text))) return undefined
  const elsewhere = await read(
    [...(await likelyRunners(javaScript, folder, files)), ...(await packages(files))],
    files,
  )
  if ([...near, ...elsewhere].some(({ path, text }) => usesMigrator(path, text))) return undefined
  const callers = elsewhere.filter(({ text }) => imports(text, runner.path))
  return callers.length > 0 && !callers.some(({ text }) => mayBeInTransaction(text)) ? runner.path : undefined
}

interface ReadFile {
  readonly path: string
  readonly text: string
}

/** In the folder of the migrations, or in one above it. */
async function beside(
  folder: string,
  migrations: ReadonlySet<string>,
  files: ProjectFiles,
): Promise<readonly string[]> {
  const lists = await Promise.all(withFoldersAbove(folder).map(each => files.list(each, 1)))
  return lists.flat().filter(path => javaScript.test(path) && isRun(path) && !migrations.has(path))
}

async function read(paths: readonly string[], files: ProjectFiles): Promise<readonly ReadFile[]> {
  return Promise.all(paths.map(async path => ({ path, text: (await textIfReadable(files, path)) ?? '' })))
}

/** Where `knex migrate:latest` may stand. */
async function packages(files: ProjectFiles): Promise<readonly string[]> {
  return (await files.list('.')).filter(path => baseName(path) === 'package.json').slice(0, 50)
}

/** It reads the folder, loads what it finds there, and calls what the file exports. */
function runsOneByOne(text: string): boolean {
  return (
    /\breaddir(?:Sync)?\s*\(/.test(text) &&
    /\b(?:import|require)\s*\(/.test(text) &&
    /\bawait\s+(?:\w+\s*\.\s*)?(?:up|down)\s*\(\s*\w+\s*[,)]/.test(text)
  )
}

function mayBeInTransaction(text: string): boolean {
  return /transaction(?!s?\s*:\s*false)|\btrx\b|\bBEGIN\b/i.test(text)
}

function usesMigrator(path: string, text: string): boolean {
  return (
    /^knexfile\./.test(baseName(path)) ||
    /\.migrate\s*\.\s*(?:latest|up|rollback|down)\b|\bknex\S*\s+migrate:/.test(text)
  )
}

function imports(text: string, runner: string): boolean {
  const name = `/${stemOf(runner)}`
  return ["'", '"', '`', '.'].some(end => text.includes(name + end))
}
