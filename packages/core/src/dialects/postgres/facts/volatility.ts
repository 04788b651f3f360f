import { findObject } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import { type CreateFunctionStmt, isGrammarError, isGrammarLoaded, parseTree } from '../grammar.ts'
import { objectName, strings } from '../tree/names.ts'
import { options, valueText } from '../tree/values.ts'
import { nodesOfKind } from '../tree/walk.ts'
import { steadyFunctions, steadyInSchema, volatileFunctions } from './function-names.ts'

/**
 * Does the expression have to be computed for every row? PostgreSQL 11 and later store a steady default once
 * (manual, ALTER TABLE, Notes). null: a function of unknown volatility.
 */
export function isVolatile(expression: string, before: SchemaState): boolean | null {
  if (!isGrammarLoaded()) return null
  const tree = parseTree(`SELECT ${expression}`)
  return isGrammarError(tree) ? null : callsVolatile(tree.statements, before)
}

function callsVolatile(tree: unknown, before: SchemaState): boolean | null {
  let unknown = false
  for (const { funcname } of nodesOfKind(tree, 'FuncCall')) {
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
  if (defined) return isDefinedVolatile(defined.definition, before)
  if (steadyInSchema.has(parts.join('.'))) return false
  if (volatileFunctions.has(name)) return true
  return steadyFunctions.has(name) ? false : null
}

/** VOLATILE is what a function is when its definition does not say (manual, CREATE FUNCTION). */
function isDefinedVolatile(definition: string, before: SchemaState): boolean | null {
  const tree = parseTree(definition)
  if (isGrammarError(tree)) return null
  for (const routine of nodesOfKind(tree.statements, 'CreateFunctionStmt')) {
    const stated = options(routine.options).find(({ defname }) => defname === 'volatility')
    if (stated !== undefined && valueText(stated.arg) !== 'volatile') return false
    const body = inlined(routine)
    return body === undefined ? true : callsVolatile(body, before)
  }
  return null
}

/** One expression in SQL takes the place of the call, whatever it says of itself (measured: PostgreSQL 15). */
function inlined(routine: CreateFunctionStmt): unknown {
  const said = (name: string) => options(routine.options).filter(({ defname }) => defname === name)
  if (['security', 'set', 'strict'].some(name => said(name).length > 0)) return undefined
  if (routine.sql_body !== undefined) {
    return 'ReturnStmt' in routine.sql_body ? routine.sql_body : undefined
  }
  if (valueText(said('language')[0]?.arg).toLowerCase() !== 'sql') return undefined
  const body = parseTree(valueText(said('as')[0]?.arg))
  if (isGrammarError(body) || body.statements.length !== 1) return undefined
  const selects = [...nodesOfKind(body.statements, 'SelectStmt')]
  const [only] = selects
  const isExpression =
    selects.length === 1 &&
    only?.targetList?.length === 1 &&
    only.fromClause === undefined &&
    only.whereClause === undefined
  return isExpression ? body.statements : undefined
}
