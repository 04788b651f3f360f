import type { DialectName } from '../migration/migration.ts'
import type { Dialect } from './dialect.ts'
import { mariadb, mysql } from './mysql/index.ts'
import { postgres } from './postgres/index.ts'
import { sqlite } from './sqlite/index.ts'

export const dialects: Readonly<Record<DialectName, Dialect>> = { postgres, mysql, mariadb, sqlite }

export const dialectNames: readonly DialectName[] = ['postgres', 'mysql', 'mariadb', 'sqlite']
