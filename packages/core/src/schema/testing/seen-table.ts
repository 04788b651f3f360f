/** What a server says of one table, or what replay does: the part that both can tell. */
export interface SeenTable {
  readonly name: string
  /** In order. */
  readonly columns: readonly SeenColumn[]
  readonly indexes: readonly SeenIndex[]
  readonly constraints: readonly SeenConstraint[]
  /** `comment 'n'`, `partition of events`, `row security`, `engine InnoDB`. */
  readonly details: readonly string[]
}

/** A schema: its tables, and a line for everything else that has a name: `enum mood (sad, ok)`, `view v reads users`. */
export interface SeenSchema {
  readonly tables: readonly SeenTable[]
  readonly others: readonly string[]
}

export interface SeenColumn {
  readonly name: string
  /** In the server's own words. */
  readonly type: string
  readonly nullable: boolean
  readonly hasDefault: boolean
  /** `generated stored`, `identity`, `auto-increment`; empty for a plain one. */
  readonly kind: string
  /** `comment 'n'`, `collate C`, `on update`, `invisible`. */
  readonly details: readonly string[]
}

export interface SeenIndex extends Inherited {
  readonly name: string
  readonly unique: boolean
  /** Empty for an expression. */
  readonly columns: readonly string[]
  readonly partial: boolean
  /** `using gin`, `include (a)`, `a desc`, `a(5)`, `invisible`. */
  readonly details: readonly string[]
}

/** What the server has made for a partition, of one of its parent's. */
interface Inherited {
  readonly isAttached?: boolean
}

export interface SeenConstraint extends Inherited {
  readonly type: 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclusion'
  /** Absent where the engine keeps none. */
  readonly name?: string
  readonly columns: readonly string[]
  /** `users(id) on delete cascade`, `not valid`, … */
  readonly detail: string
}

/** One query to the server, a row as a record. */
export type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** Replay tells what the server makes for the partitions once, with the parent, and of a computed column's type that it
 * does not know it. */
export function asFarAsKnown(server: SeenSchema, ours: SeenSchema): SeenSchema {
  const known = new Map(ours.tables.map(table => [table.name, table]))
  return {
    ...server,
    tables: server.tables.map(table => {
      const { indexes = [], constraints = [], columns = [] } = known.get(table.name) ?? {}
      const names = new Set([...indexes, ...constraints].map(({ name }) => name))
      const untyped = new Set(columns.filter(({ type }) => type === '').map(({ name }) => name))
      const isTold = ({ name, isAttached }: SeenIndex | SeenConstraint): boolean =>
        isAttached !== true || names.has(name)
      return {
        ...table,
        columns: table.columns.map(column =>
          untyped.has(column.name) ? { ...column, type: '', details: [] } : column,
        ),
        indexes: table.indexes.filter(isTold),
        constraints: table.constraints.filter(isTold),
      }
    }),
  }
}

/** One line for each fact, sorted but for the columns' order. */
export function factsOf({ tables, others }: SeenSchema): readonly string[] {
  return [...tables.flatMap(tableFacts), ...others].sort()
}

function tableFacts({ name, columns, indexes, constraints, details }: SeenTable): readonly string[] {
  return [
    `${name}: (${columns.map(column => column.name).join(', ')})`,
    ...details.map(detail => `${name}: ${detail}`),
    ...columns.map(column => `${name}.${columnFact(column)}`),
    ...indexes.map(index =>
      `${name}: ${index.unique ? 'unique index' : 'index'} ${index.name} (${index.columns.join(', ')})${index.partial ? ' partial' : ''} ${index.details.join(' ')}`.trim(),
    ),
    ...constraints.map(constraint =>
      `${name}: ${constraint.type} ${constraint.name ?? ''} (${constraint.columns.join(', ')}) ${constraint.detail}`.trim(),
    ),
  ]
}

function columnFact({ name, type, nullable, hasDefault, kind, details }: SeenColumn): string {
  return [name, type, nullable ? 'null' : 'not null', hasDefault ? 'default' : '', kind, ...details]
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

/** A name as a server's catalogue is asked for it: `public` is left out. */
export function seenName(name: string): string {
  return name.replace(/^public\./, '')
}
