import type { OperationContext } from './rule.ts'

/** nullable() or setNullable() in the call: that is meant. A call that alters several columns does not tell which. */
export function saysNullable({ step: { location }, script: { source } }: OperationContext): boolean {
  const lines = source.split('\n').slice(location.line - 1, location.endLine)
  const call = lines.join('\n').slice(location.column - 1)
  return (
    call.split(/\.alter\s*\(/).length <= 2 &&
    /\.nullable\(\s*(?:true\s*)?\)|\.setNullable\(|\bnullable: true\b/.test(call)
  )
}
