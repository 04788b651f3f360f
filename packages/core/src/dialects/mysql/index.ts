import { mariadbLexicalRules, mysqlLexicalRules } from '../../lexer/engines.ts'
import type { LexicalRules } from '../../lexer/lexical-rules.ts'
import type { Dialect } from '../dialect.ts'
import { definedCode } from './defined-code.ts'
import type { Engine } from './grammar.ts'
import { parseStatement } from './parse.ts'
import { PreparedStatements } from './prepared-statements.ts'
import { mariadbSemantics, mysqlSemantics } from './semantics.ts'
import { mariadbTraits, mysqlTraits } from './traits.ts'

function followTexts(engine: Engine, rules: LexicalRules): ReturnType<NonNullable<Dialect['followTexts']>> {
  const prepared = new PreparedStatements(text => parseStatement(text, engine, rules).operations)
  return operations => prepared.follow(operations)
}

export const mysql: Dialect = {
  name: 'mysql',
  title: 'MySQL',
  lexical: mysqlLexicalRules,
  semantics: mysqlSemantics,
  load: async () => {},
  parse: text => parseStatement(text, 'mysql', mysqlLexicalRules),
  definedCode: text => definedCode(text, 'mysql', mysqlLexicalRules),
  followTexts: () => followTexts('mysql', mysqlLexicalRules),
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
  followTexts: () => followTexts('mariadb', mariadbLexicalRules),
  traits: mariadbTraits,
}
