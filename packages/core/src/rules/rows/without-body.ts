/** A routine's definition without what stands in dollar quotes: its body. */
export function withoutBody(definition: string): string {
  const opening = /\$(?:[A-Za-z_]\w*)?\$/.exec(definition)
  if (opening === null) return definition
  const end = definition.indexOf(opening[0], opening.index + opening[0].length)
  const rest = end === -1 ? '' : definition.slice(end + opening[0].length)
  return `${definition.slice(0, opening.index)} ${rest}`
}
