/** What a server says of one table, or what replay does: the part that both can tell. */
export interface SeenTable {
  readonly name: string
  /** In order. */
  readonly columns: readonly SeenColumn[]
  readonly indexes: readonly SeenIndex[]
  readonly constraints: readonly SeenConstraint[]
}

export interface SeenColumn {
  readonly name: string
  /** In the server's own words. */
  readonly type: string
  readonly nullable: boolean
  readonly hasDefault: boolean
  /** `generated`, `identity`, `auto-increment`; empty for a plain one. */
  readonly kind: string
}

export interface SeenIndex {
  readonly name: string
  readonly unique: boolean
  /** Empty for an expression. */
  readonly columns: readonly string[]
  readonly partial: boolean
}

export interface SeenConstraint {
  readonly type: 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclusion'
  /** Absent where the engine keeps none. */
  readonly name?: string
  readonly columns: readonly string[]
  /** `users(id) on delete cascade`, `not valid`, … */
  readonly detail: string
}

/** One query to the server, a row as a record. */
export type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** One line for each fact, sorted but for the columns' order. */
export function factsOf(tables: readonly SeenTable[]): readonly string[] {
  return tables.flatMap(tableFacts).sort()
}

function tableFacts({ name, columns, indexes, constraints }: SeenTable): readonly string[] {
  return [
    `${name}: (${columns.map(column => column.name).join(', ')})`,
    ...columns.map(column => `${name}.${columnFact(column)}`),
    ...indexes.map(
      index =>
        `${name}: ${index.unique ? 'unique index' : 'index'} ${index.name} (${index.columns.join(', ')})${index.partial ? ' partial' : ''}`,
    ),
    ...constraints.map(constraint =>
      `${name}: ${constraint.type} ${constraint.name ?? ''} (${constraint.columns.join(', ')}) ${constraint.detail}`.trim(),
    ),
  ]
}

function columnFact({ name, type, nullable, hasDefault, kind }: SeenColumn): string {
  return [name, type, nullable ? 'null' : 'not null', hasDefault ? 'default' : '', kind]
    .filter(word => word !== '')
    .join(' ')
}

export function foreignKeyDetail(
  table: string,
  columns: readonly string[],
  onDelete: string,
  onUpdate: string,
): string {
  return `${table}(${columns.join(', ')}) on delete ${onDelete.toLowerCase()} on update ${onUpdate.toLowerCase()}`
}
