import { sqliteLexicalRules } from '../../lexer/engines.ts'
import { tokenize } from '../../lexer/tokenize.ts'
import type { Operation } from '../../operations/operation.ts'
import type { CreateVirtualTableStmt } from './grammar.ts'
import { objectName } from './names.ts'

export function createVirtualTable(statement: CreateVirtualTableStmt, source: string): Operation {
  return {
    kind: 'create-table',
    table: objectName(statement.tblName),
    columns: columnNames(source).map(name => ({ name, nullable: true })),
    constraints: [],
    indexes: [],
    ifNotExists: statement.ifNotExists,
    orReplace: false,
    temporary: false,
    options: { using: statement.moduleName.text.toLowerCase() },
  }
}

/** The arguments of full-text and R-tree modules begin with a column's name; those with `=` are options. */
function columnNames(source: string): readonly string[] {
  const names: string[] = []
  let depth = 0
  let startsArgument = false
  for (const token of tokenize(source, sqliteLexicalRules)) {
    if (token.kind === 'whitespace' || token.kind === 'comment') continue
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    if (depth === 1 && token.text === '=') names.pop()
    else if (startsArgument) names.push(token.value ?? token.text)
    startsArgument = depth === 1 && (token.text === '(' || token.text === ',')
  }
  return names
}
