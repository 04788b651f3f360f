import type { A_Const, DefElem, Node } from '../grammar.ts'
import { nameOf } from './names.ts'

/** An option such as WITH (fillfactor = 70), by name. */
export function options(nodes: readonly Node[] | undefined): readonly DefElem[] {
  return (nodes ?? []).flatMap(node => ('DefElem' in node ? [node.DefElem] : []))
}

export function hasOption(nodes: readonly Node[] | undefined, name: string): boolean {
  return options(nodes).some(
    option => option.defname === name && !['false', 'off', '0'].includes(valueText(option.arg)),
  )
}

/** A constant or name as plain text: strings without quotes. */
export function valueText(node: Node | undefined): string {
  if (node === undefined) return ''
  if ('A_Const' in node) return constantText(node.A_Const)
  if ('String' in node) return node.String.sval ?? ''
  if ('Integer' in node) return String(node.Integer.ival ?? 0)
  if ('Float' in node) return node.Float.fval ?? ''
  if ('Boolean' in node) return String(node.Boolean.boolval ?? false)
  if ('List' in node) return (node.List.items ?? []).map(valueText).join(', ')
  if ('TypeCast' in node) return valueText(node.TypeCast.arg)
  return nameOf(node)
}

function constantText(constant: A_Const): string {
  if (constant.isnull) return 'null'
  if (constant.ival) return String(constant.ival.ival ?? 0)
  if (constant.fval) return constant.fval.fval ?? ''
  if (constant.boolval) return String(constant.boolval.boolval ?? false)
  if (constant.bsval) return constant.bsval.bsval ?? ''
  return constant.sval?.sval ?? ''
}
