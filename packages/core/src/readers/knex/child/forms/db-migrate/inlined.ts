/** A query with its values in the place of `?` and `$1`, for those who read it; absent: it has none. */
export function inlined(sql: string, bindings: readonly unknown[]): string | undefined {
  if (bindings.length === 0) return undefined
  let number = 0
  return sql.replaceAll(/\$(\d{1,4})|\?/g, (mark: string, position: string | undefined) => {
    const index = position === undefined ? number++ : Number(position) - 1
    return index < bindings.length ? literal(bindings[index]) : mark
  })
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = value instanceof Date ? value.toISOString() : value
  return `'${(typeof text === 'string' ? text : JSON.stringify(text)).replaceAll("'", "''")}'`
}
