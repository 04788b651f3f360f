import type { Need } from './need.ts'

/** A need in words, for `… does not exist`. */
export function needInWords(need: Need): string {
  switch (need.what) {
    case 'table':
      return `table ${need.table}`
    case 'column':
      return `column ${need.table}.${need.column.name}`
    case 'constraint':
      if (need.columns !== undefined) return `a foreign key of ${need.table} (${need.columns.join(', ')})`
      return need.name === undefined
        ? `the primary key of ${need.table}`
        : `constraint ${need.name} of ${need.table}`
    case 'index':
      return `index ${need.name}`
    case 'enum':
      return `enum ${need.name}`
    case 'object':
      return `${need.object.type.replaceAll('-', ' ')} ${need.object.name}`
    default:
      need satisfies never
      return ''
  }
}
