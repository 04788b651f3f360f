import { mariadbLexicalRules, mysqlLexicalRules } from '../../lexer/engines.ts'
import type { Dialect } from '../dialect.ts'
import { definedCode } from './defined-code.ts'
import { parseStatement } from './parse.ts'
import { mariadbSemantics, mysqlSemantics } from './semantics.ts'
import { mariadbTraits, mysqlTraits } from './traits.ts'

export const mysql: Dialect = {
  name: 'mysql',
  title: 'MySQL',
  lexical: mysqlLexicalRules,
  semantics: mysqlSemantics,
  load: async () => {},
  parse: text => parseStatement(text, 'mysql', mysqlLexicalRules),
  definedCode: text => definedCode(text, 'mysql', mysqlLexicalRules),
  traits: mysqlTraits,
}

export const mariadb: Dialect = {
  name: 'mariadb',
  title: 'MariaDB',
  lexical: mariadbLexicalRules,
  semantics: mariadbSemantics,
  load: async () => {},
  parse: text => parseStatement(text, 'mariadb', mariadbLexicalRules),
  definedCode: text => definedCode(text, 'mariadb', mariadbLexicalRules),
  traits: mariadbTraits,
}
