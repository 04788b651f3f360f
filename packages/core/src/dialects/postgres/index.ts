import { postgresLexicalRules } from '../../lexer/engines.ts'
import type { Dialect } from '../dialect.ts'
import { definedCode } from './defined-code.ts'
import { hasMissed15, loadGrammar18, loadGrammars } from './grammar.ts'
import { readStatement } from './read-statement.ts'
import { postgresSemantics } from './semantics.ts'
import { postgresTraits } from './traits.ts'

export const postgres: Dialect = {
  name: 'postgres',
  title: 'PostgreSQL',
  lexical: postgresLexicalRules,
  semantics: postgresSemantics,
  load: loadGrammars,
  loadFirst: loadGrammar18,
  missesRest: hasMissed15,
  parse: readStatement,
  definedCode,
  traits: postgresTraits,
}
