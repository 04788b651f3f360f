import { bareName } from '../../../operations/names.ts'
import type { Node, TypeName } from '../grammar.ts'
import { dataType } from './data-type.ts'

/** The types of what a routine takes: what it gives back is no part of its identity (PostgreSQL manual, CREATE
 * FUNCTION). Undefined where one is that of a column, `users.id%TYPE`. */
export function argumentTypes(parameters: readonly Node[] | undefined): string | undefined {
  const types = (parameters ?? []).flatMap(node => {
    if (!('FunctionParameter' in node)) return []
    const { mode, argType } = node.FunctionParameter
    const isResult = mode === 'FUNC_PARAM_OUT' || mode === 'FUNC_PARAM_TABLE'
    return isResult || argType === undefined ? [] : [argType]
  })
  return types.some(({ pct_type: isColumns }) => isColumns) ? undefined : types.map(typeText).join(', ')
}

/** The arguments with which DROP FUNCTION names it; undefined where they are left out. */
export function writtenArguments(node: Node): string | undefined {
  if (!('ObjectWithArgs' in node) || node.ObjectWithArgs.args_unspecified === true) return undefined
  return (node.ObjectWithArgs.objargs ?? [])
    .flatMap(each => ('TypeName' in each ? [typeText(each.TypeName)] : []))
    .join(', ')
}

/** Length and schema do not tell two routines apart here. */
function typeText(type: TypeName): string {
  const { name, arrayDimensions = 0 } = dataType(type)
  return `${bareName(name)}${arrayDimensions > 0 ? '[]' : ''}`
}
