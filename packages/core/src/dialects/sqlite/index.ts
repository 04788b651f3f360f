import { sqliteLexicalRules } from '../../lexer/engines.ts'
import type { Dialect } from '../dialect.ts'
import { definedCode } from './defined-code.ts'
import { loadGrammar } from './grammar.ts'
import { parse } from './parse.ts'
import { sqliteSemantics } from './semantics.ts'
import { sqliteTraits } from './traits.ts'

/** SQLite, and what speaks its language: Cloudflare D1, libSQL, Turso. */
export const sqlite: Dialect = {
  name: 'sqlite',
  title: 'SQLite',
  lexical: sqliteLexicalRules,
  semantics: sqliteSemantics,
  load: loadGrammar,
  parse,
  definedCode,
  traits: sqliteTraits,
}
