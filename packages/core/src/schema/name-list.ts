/** The names of an option that keeps several: `a, b`. */
export function nameList(value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : value.split(', ')
}
