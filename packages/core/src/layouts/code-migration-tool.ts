import { extensionOf } from './path-names.ts'

export type CodeMigrationTool =
  | 'knex'
  | 'node-pg-migrate'
  | 'db-migrate'
  | 'sequelize'
  | 'typeorm'
  | 'mikro-orm'
  | 'kysely'

const codeExtensions: ReadonlySet<string> = new Set(['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'])

export function isCode(path: string): boolean {
  return codeExtensions.has(extensionOf(path)) && !isDeclaration(path)
}

export function isDeclaration(path: string): boolean {
  return /\.d\.[cm]?ts$/.test(path)
}

/** The words that only migrations of that tool have; the first that is found decides. */
const signs: readonly (readonly [CodeMigrationTool, RegExp])[] = [
  ['typeorm', /\bMigrationInterface\b|\bqueryRunner\b/],
  ['mikro-orm', /@mikro-orm\/migrations/],
  ['kysely', /['"]kysely['"]|\bKysely</],
  ['sequelize', /\bqueryInterface\b|\bQueryInterface\b/],
  ['node-pg-migrate', /\bnode-pg-migrate\b|\bpgm\b|\bMigrationBuilder\b/],
  ['db-migrate', /\bdb-migrate\b|\bdbm\b|\bdb\.runSql\b/],
]

const exportsUp =
  /\bexports\.up\b|\bmodule\.exports\s*=\s*\{[^}]{0,200}\bup\b|\bexport\s+(?:async\s+)?function\s+up\b|\bexport\s+const\s+up\b|\bexport\s*\{[^}]{0,200}\bup\b/
const knexWord = /\bknex\b/i

/** Which tool's migration a JavaScript or TypeScript file is. */
export function codeMigrationTool(text: string): CodeMigrationTool | undefined {
  const own = signs.find(([, sign]) => sign.test(text))
  if (own !== undefined) return own[0]
  return exportsUp.test(text) || (knexWord.test(text) && /\bup\b/.test(text)) ? 'knex' : undefined
}
