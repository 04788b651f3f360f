import { codeMigrationTool, isCode, isDeclaration } from './code-migration-tool.ts'
import { compareCodeUnits } from './compare-names.ts'
import type { Detection, Layout, LayoutProblem, MigrationFile, ProjectFiles } from './layout.ts'
import { baseName, folderOf, withFoldersAbove } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { resolveFolder } from './resolve-folder.ts'
import { ignoresEdits, refusesMissingFiles, runsLate } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import { type KnexfileText, scanKnexfile } from './scan-knexfile.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

const knexfileName = /^knexfile\.(?:js|cjs|mjs|ts|cts|mts)$/

/** `export const config = { transaction: false }`; the reach keeps the search linear. */
const transactionOff = /\bconfig\b[^{\n]{0,60}\{[^}]{0,200}\btransaction['"]?\s*:\s*false/

export const knex: Layout = {
  name: 'knex',
  title: 'Knex',
  async detect(files) {
    const knexfiles = (await files.list('.')).filter(path => knexfileName.test(baseName(path)))
    const found = await Promise.all(knexfiles.map(path => detectFrom(path, files)))
    return found.filter(detection => detection !== undefined)
  },
  async recognise(paths, files) {
    const texts = await sampleTexts(paths.filter(isCode), files)
    return share(texts.filter(({ text }) => codeMigrationTool(text) === 'knex').length, texts.length, 70)
  },
  async arrange(paths, files) {
    const { folders, extensions, sortsFoldersApart } = await settingsOf(paths, files)
    const isLoaded = (path: string): boolean =>
      !isSettings(path) && !isTest(path) && (extensions?.some(extension => path.endsWith(extension)) ?? true)
    const rank = (path: string): number => (sortsFoldersApart ? folders.indexOf(folderOf(path)) : 0)
    const loaded = (await withoutProject(paths, files)).filter(isCode).filter(isLoaded)
    const ordered = topmostFiles(await withoutRunners(loaded, files)).toSorted(
      (first, second) =>
        rank(first) - rank(second) ||
        compareCodeUnits(baseName(first), baseName(second)) ||
        compareCodeUnits(first, second),
    )
    return {
      migrations: await Promise.all(ordered.map(path => toMigration(path, files))),
      problems: declarationsAmong(topmostFiles(paths)),
    }
  },
  outOfOrder: runsLate('Knex'),
  editedApplied: ignoresEdits('Knex'),
  missingApplied: refusesMissingFiles(
    'Knex',
    '"The migration directory is corrupt, the following files are missing"',
  ),
}

/** Of the project around the migrations, when that is the folder given. */
function isSettings(path: string): boolean {
  return knexfileName.test(baseName(path)) || /\.config\.[cm]?[jt]s$/.test(path)
}

/** Of the project's own runner, beside the migrations that it runs: Knex would stop at it. */
function isTest(path: string): boolean {
  return /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(baseName(path))
}

/** The project's own runner, which reads the folder that it is in: Knex would stop at it. Migrations have a number. */
async function withoutRunners(paths: readonly string[], files: ProjectFiles): Promise<readonly string[]> {
  const isNumbered = (path: string): boolean => /^\d/.test(baseName(path))
  const others = paths.filter(path => !isNumbered(path))
  if (others.length === 0 || others.length === paths.length) return paths
  const runners = await Promise.all(
    others.map(async path => isRunner((await textIfReadable(files, path)) ?? '')),
  )
  return paths.filter(path => isNumbered(path) || runners[others.indexOf(path)] !== true)
}

function isRunner(text: string): boolean {
  return (
    /\breaddir(?:Sync)?\s*\(/.test(text) &&
    !/^\s*export\s+(?:async\s+)?(?:function|const|let|var)\s+up\b|\bexports\.up\s*=|\bmodule\.exports\s*=\s*\{[^}]{0,200}\bup\b/m.test(
      text,
    )
  )
}

/** Where the folder of a project was given, its knexfile says which files of it are migrations. */
async function withoutProject(paths: readonly string[], files: ProjectFiles): Promise<readonly string[]> {
  const knexfiles = paths.filter(path => knexfileName.test(baseName(path)))
  const folders = await Promise.all(
    knexfiles.map(async path => foldersOf(path, scanKnexfile((await textIfReadable(files, path)) ?? ''))),
  )
  const named = paths.filter(path => folders.flat().some(folder => path.startsWith(`${folder}/`)))
  return named.length > 0 ? named : paths
}

/** Of the nearest knexfile above the migrations, else the first of the project; folders relative to the project. */
async function settingsOf(paths: readonly string[], files: ProjectFiles): Promise<KnexfileText> {
  const knexfiles = (await files.list('.')).filter(path => knexfileName.test(baseName(path)))
  const above = withFoldersAbove(folderOf(paths[0] ?? ''))
  const nearest = above.flatMap(folder => knexfiles.filter(path => folderOf(path) === folder))
  const knexfile = nearest[0] ?? knexfiles[0]
  const scanned = scanKnexfile(knexfile === undefined ? '' : ((await textIfReadable(files, knexfile)) ?? ''))
  return {
    ...scanned,
    folders: scanned.folders.map(folder => resolveFolder(folderOf(knexfile ?? ''), folder)),
  }
}

async function detectFrom(knexfile: string, files: ProjectFiles): Promise<Detection | undefined> {
  const scanned = scanKnexfile((await textIfReadable(files, knexfile)) ?? '')
  const folders = foldersOf(knexfile, scanned)
  const filled = await Promise.all(folders.map(async folder => (await files.list(folder)).some(isCode)))
  const paths = folders.filter((_, index) => filled[index])
  if (paths.length === 0) return undefined
  return {
    paths,
    evidence: knexfile,
    ...(scanned.client && {
      dialect: { name: scanned.client.dialect, evidence: `client "${scanned.client.name}" in ${knexfile}` },
    }),
  }
}

/** Relative to the project. */
function foldersOf(knexfile: string, { folders }: KnexfileText): readonly string[] {
  const named = folders.length > 0 ? folders : ['./migrations']
  return [...new Set(named.map(folder => resolveFolder(folderOf(knexfile), folder)))]
}

async function toMigration(file: string, files: ProjectFiles): Promise<MigrationFile> {
  const text = await textIfReadable(files, file)
  const transaction = transactionOff.test(text ?? '') ? 'none' : 'batch'
  return {
    name: baseName(file),
    file,
    format: 'knex',
    up: { file, transaction },
    down: { file, transaction },
    downExpected: true,
  }
}

/** Knex 3.3 loads every file whose last extension is `.ts`, so it takes these for migrations. */
function declarationsAmong(paths: readonly string[]): readonly LayoutProblem[] {
  return paths.filter(isDeclaration).map(file => ({
    ruleId: 'unknown-statement',
    file,
    message: `${baseName(file)} is a declaration file, but Knex loads it as a migration and stops: it has no up and down.`,
  }))
}
