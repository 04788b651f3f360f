/** A value computed from the column itself that a second run leaves as it is: `flags | 4`, `lower(name)`, `coalesce(plan, 'free')`. */
export function settlesAtOnce(column: string, value: string): boolean {
  const own = column.toLowerCase()
  const text = value.toLowerCase().replace(/["`\s]+/g, '')
  const inIf = /^if\(.+,([^,]+),([^,]+)\)$/.exec(text)
  if (inIf !== null) {
    const [, then = '', otherwise = ''] = inIf
    return (then === own && isSettled(otherwise, own)) || (otherwise === own && isSettled(then, own))
  }
  return isSettled(text, own)
}

function isSettled(text: string, own: string): boolean {
  const operands = /^([\w.]+)[|&]([\w.]+)$/.exec(text)?.slice(1)
  if (operands !== undefined) return operands.includes(own) && operands.some(each => /^\d+$/.test(each))
  const [, name, first, rest = ''] =
    /^(lower|upper|trim|coalesce|ifnull)\((\w+)((?:,(?:\d+|'[^']*'))?)\)$/.exec(text) ?? []
  return first === own && /^(?:coalesce|ifnull)$/.test(name ?? '') === (rest !== '')
}
