import type { ProjectFiles } from '../layouts/layout.ts'
import { folderOf, isSql } from '../layouts/path-names.ts'
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

/** The folders that hold SQL, whatever they are called. */
export async function sqlFolders(files: ProjectFiles): Promise<readonly string[]> {
  const folders = new Set((await files.list('.')).filter(isSql).map(folderOf))
  return [...folders].filter(folder => !isPassedOver(folder)).slice(0, mostFolders)
}
