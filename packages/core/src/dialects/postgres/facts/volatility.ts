import { findObject } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import { isGrammarError, isGrammarLoaded, parseTree } from '../grammar.ts'
import { objectName, strings } from '../tree/names.ts'
import { options, valueText } from '../tree/values.ts'
import { nodesOfKind } from '../tree/walk.ts'
import { steadyFunctions, volatileFunctions } from './function-names.ts'

/**
 * Does the expression have to be computed for every row? PostgreSQL 11 and later store a steady default once
 * (manual, ALTER TABLE, Notes). null: a function of unknown volatility.
 */
export function isVolatile(expression: string, before: SchemaState): boolean | null {
  if (!isGrammarLoaded()) return null
  const tree = parseTree(`SELECT ${expression}`)
  if (isGrammarError(tree)) return null
  let unknown = false
  for (const { funcname } of nodesOfKind(tree.statements, 'FuncCall')) {
    const parts = strings(funcname)
    const volatility = functionVolatility(parts[0] === 'pg_catalog' ? parts.slice(1) : parts, before)
    if (volatility === true) return true
    if (volatility === null) unknown = true
  }
  return unknown ? null : false
}

function functionVolatility(parts: readonly string[], before: SchemaState): boolean | null {
  const name = parts.at(-1) ?? ''
  const defined = findObject(before, 'function', objectName(parts))
  if (defined) return isDefinedVolatile(defined.definition)
  if (volatileFunctions.has(name)) return true
  return steadyFunctions.has(name) ? false : null
}

/** VOLATILE is what a function is when its definition does not say (manual, CREATE FUNCTION). */
function isDefinedVolatile(definition: string): boolean | null {
  const tree = parseTree(definition)
  if (isGrammarError(tree)) return null
  for (const routine of nodesOfKind(tree.statements, 'CreateFunctionStmt')) {
    const stated = options(routine.options).find(({ defname }) => defname === 'volatility')
    return stated === undefined || valueText(stated.arg) === 'volatile'
  }
  return null
}
