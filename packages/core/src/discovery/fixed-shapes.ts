import { isInNumberedFolder } from '../layouts/files-by-markers.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import { baseName, folderOf, isSql } from '../layouts/path-names.ts'
import { isPassedOver } from './migration-folders.ts'

/** Names and markers that nobody gives to SQL which is no migration: `V1__a.sql`, `-- +goose Up`. */
const unmistakable: ReadonlySet<string> = new Set([
  'dbmate',
  'goose',
  'sql-migrate',
  'node-pg-migrate',
  'mybatis',
  'flyway',
  'refinery',
  'postgrator',
  'pop',
  'golang-migrate',
])

/** More folders of SQL than this are no project's migrations. */
const mostFolders = 200

export function isUnmistakable(layout: string): boolean {
  return unmistakable.has(layout)
}

/** The folders that hold SQL, whatever they are called; of `20210101_a/postgres.sql` the one above. */
export async function sqlFolders(files: ProjectFiles): Promise<readonly string[]> {
  const folders = new Set((await files.list('.')).filter(isSql).map(historyFolder))
  return [...folders].filter(folder => !isPassedOver(folder)).slice(0, mostFolders)
}

function historyFolder(path: string): string {
  const isOneMigration = isInNumberedFolder(path) && !/^V?\d/.test(baseName(path))
  return isOneMigration ? folderOf(folderOf(path)) : folderOf(path)
}
