import type { Migration } from '../../migration/migration.ts'

/** Where the tool's name is a number alone, the file's says more. */
export function migrationName({ name, file }: Pick<Migration, 'name' | 'file'>): string {
  if (!/^\d+$/.test(name)) return name
  const base = file.split('/').at(-1) ?? name
  return base.includes(name) || Number.parseInt(base, 10) === Number(name)
    ? base.replace(/(?:\.up)?\.\w+$/, '')
    : name
}
