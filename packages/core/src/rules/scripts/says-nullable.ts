import type { OperationContext } from '../rule.ts'

/** nullable() or setNullable() in the call: that is meant. */
export function saysNullable(context: OperationContext): boolean {
  return says(context, /\.nullable\(\s*(?:true\s*)?\)|\.setNullable\(|\bnullable: true\b/)
}

/** Knex writes nothing for it on MySQL. */
export function saysDefaultNull(context: OperationContext): boolean {
  return says(context, /\.defaultTo\(\s*null\s*\)|\bdefault: null\b/)
}

/** A call that alters several columns does not tell which. */
function says({ step: { location }, script: { source } }: OperationContext, words: RegExp): boolean {
  const lines = source.split('\n').slice(location.line - 1, location.endLine)
  const call = lines.join('\n').slice(location.column - 1)
  return call.split(/\.alter\s*\(/).length <= 2 && words.test(call)
}
