import type { Direction } from '../../migration/migration.ts'

/** How a migration says that its tool opens no transaction for it: what the layouts read. */
export function saidOutside(layout: string, direction: Direction): string | undefined {
  switch (layout) {
    case 'knex':
      return 'exports.config = { transaction: false }'
    case 'node-pg-migrate':
      return 'pgm.noTransaction()'
    case 'goose':
      return '-- +goose NO TRANSACTION at its top'
    case 'dbmate':
      return `-- migrate:${direction} transaction:false`
    case 'sql-migrate':
      return `-- +migrate ${direction === 'up' ? 'Up' : 'Down'} notransaction`
    case 'diesel':
      return 'a metadata.toml beside the script that says run_in_transaction = false'
    case 'flyway':
      return 'a file beside it, with .conf behind its name, that says executeInTransaction=false'
    case 'sqlx':
      return '-- no-transaction as its first line'
    case 'graphile-migrate':
      return '--! no-transaction as its first line'
    case 'atlas':
      return '-- atlas:txmode none as its first line'
    case 'liquibase':
      return 'runInTransaction="false" at its changeset'
    default:
      return undefined
  }
}
