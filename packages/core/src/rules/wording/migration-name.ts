import type { Migration } from '../../migration/migration.ts'

/** Where the tool's name is a number alone, that of the file or of its folder says more; db-migrate's begin with a slash. */
export function migrationName({ name, file }: Pick<Migration, 'name' | 'file'>): string {
  if (!/^\d+$/.test(name)) return name.replace(/^\//, '')
  const [base = name, folder = ''] = file.split('/').reverse()
  // Diesel's: 2025-08-01-000052_names/up.sql is 20250801000052.
  if (folder.split('_')[0]?.replaceAll('-', '') === name) return folder
  return base.includes(name) || Number.parseInt(base, 10) === Number(name)
    ? base.replace(/(?:\.up)?\.\w+$/, '')
    : name
}
