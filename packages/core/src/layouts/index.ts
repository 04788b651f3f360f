import { didYouMean } from '../did-you-mean.ts'
import { UserError } from '../user-error.ts'
import { atlas } from './atlas.ts'
import { dbMigrate } from './db-migrate.ts'
import { dbmate } from './dbmate.ts'
import { diesel } from './diesel.ts'
import { drizzle } from './drizzle.ts'
import { flyway } from './flyway.ts'
import { golangMigrate } from './golang-migrate.ts'
import { goose } from './goose.ts'
import { graphileMigrate } from './graphile-migrate.ts'
import { knex } from './knex.ts'
import { knexMigrator } from './knex-migrator.ts'
import { kysely } from './kysely.ts'
import type { Layout } from './layout.ts'
import { liquibase } from './liquibase.ts'
import { mikroOrm } from './mikro-orm.ts'
import { mybatis } from './mybatis.ts'
import { nodePgMigrate } from './node-pg-migrate.ts'
import { plain } from './plain.ts'
import { pop } from './pop.ts'
import { postgrator } from './postgrator.ts'
import { prisma } from './prisma.ts'
import { refinery } from './refinery.ts'
import { sequelize } from './sequelize.ts'
import { sqitch } from './sqitch.ts'
import { sqlMigrate } from './sql-migrate.ts'
import { sqlx } from './sqlx.ts'
import { supabase } from './supabase.ts'
import { typeorm } from './typeorm.ts'
import { upDownFiles } from './up-down-files.ts'
import { upDownFolders } from './up-down-folders.ts'

/** Where two layouts fit equally well, the first counts. */
export const layouts: readonly Layout[] = [
  knexMigrator,
  knex,
  nodePgMigrate,
  dbMigrate,
  typeorm,
  sequelize,
  mikroOrm,
  kysely,
  dbmate,
  goose,
  sqlMigrate,
  mybatis,
  liquibase,
  sqitch,
  drizzle,
  prisma,
  supabase,
  graphileMigrate,
  flyway,
  refinery,
  postgrator,
  atlas,
  pop,
  golangMigrate,
  sqlx,
  diesel,
  upDownFolders,
  upDownFiles,
  plain,
]

export function findLayout(name: string): Layout {
  const layout = layouts.find(one => one.name === name)
  if (layout !== undefined) return layout
  const names = layouts.map(one => one.name)
  throw new UserError(
    `Unknown layout "${name}"${didYouMean(name, names) || `; known layouts: ${names.join(', ')}.`}`,
  )
}
