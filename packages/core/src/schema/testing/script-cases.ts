import { readFileSync } from 'node:fs'
import type { DialectName, Migration } from '../../migration/migration.ts'
import type { ChangeCase } from './change-case.ts'

/** Scripts that each begin with an empty database: `-- case: name`, then the statements. */
export function scriptCases(file: DialectName): readonly ScriptCase[] {
  const text = readFileSync(new URL(`scripts/${file}.sql`, import.meta.url), 'utf8')
  return text
    .split(/^-- case: /m)
    .slice(1)
    .map(each => ({ id: each.slice(0, each.indexOf('\n')), script: each.slice(each.indexOf('\n') + 1) }))
}

export interface ScriptCase extends Pick<ChangeCase, 'id'> {
  readonly script: string
}

/** A script as a tool runs it that makes no transaction. */
export function migrationOf(dialect: DialectName, up: Migration['up']): Migration {
  return { name: 'a', file: up.file, layout: 'plain', dialect, up, pending: true, downExpected: false }
}
