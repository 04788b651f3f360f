import { compareCodeUnits } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { Layout } from './layout.ts'
import { baseName, folderOf, leadingDigits } from './path-names.ts'
import { ignoresEdits, refusesOutOfOrder } from './runner-behaviour.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

const fileName = /^\d+_.*\.sql$/

/** Supabase CLI. It has no down, so none is expected. */
export const supabase: Layout = {
  name: 'supabase',
  title: 'Supabase CLI',
  async detect(files) {
    const folders = [...new Set((await files.list('.')).filter(isMigration).map(folderOf))]
    return folders.map(folder => ({
      paths: [folder],
      evidence: folder,
      dialect: { name: 'postgres' as const, evidence: 'Supabase runs PostgreSQL' },
    }))
  },
  async recognise(paths) {
    return share(paths.filter(isMigration).length, paths.length, 85)
  },
  async arrange(paths) {
    const ordered = topmostFiles(paths.filter(path => fileName.test(baseName(path)))).toSorted(
      (first, second) =>
        compareCodeUnits(baseName(first), baseName(second)) || compareCodeUnits(first, second),
    )
    const migrations = ordered.map(file => ({
      name: leadingDigits(baseName(file)),
      file,
      format: 'sql' as const,
      up: { file, transaction: 'script' as const },
      downExpected: false,
    }))
    return {
      migrations,
      problems: duplicateVersions(
        migrations.map(({ name, file }) => ({ version: name, file })),
        'the Supabase CLI stops, because a version can be recorded only once.',
      ),
    }
  },
  outOfOrder: refusesOutOfOrder(
    'supabase db push',
    '"Found local migration files to be inserted before the last migration on remote database", unless --include-all is given',
  ),
  editedApplied: ignoresEdits('Supabase'),
}

function isMigration(path: string): boolean {
  return /(?:^|\/)supabase\/migrations$/.test(folderOf(path)) && fileName.test(baseName(path))
}
