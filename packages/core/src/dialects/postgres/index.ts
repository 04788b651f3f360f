import { postgresLexicalRules } from '../../lexer/engines.ts'
import type { Dialect } from '../dialect.ts'
import { definedCode } from './defined-code.ts'
import { loadGrammars } from './grammar.ts'
import { readStatement } from './read-statement.ts'
import { postgresSemantics } from './semantics.ts'
import { postgresTraits } from './traits.ts'

export const postgres: Dialect = {
  name: 'postgres',
  title: 'PostgreSQL',
  lexical: postgresLexicalRules,
  semantics: postgresSemantics,
  load: loadGrammars,
  parse: readStatement,
  definedCode,
  traits: postgresTraits,
}
