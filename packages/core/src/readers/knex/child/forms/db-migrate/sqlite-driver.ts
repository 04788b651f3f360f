import {
  type ColumnSpec,
  type ColumnText,
  type ConstraintOptions,
  Driver,
  defaultText,
  lengthText,
} from './driver.ts'

/** db-migrate-sqlite3 1.0.2, index.js: columns can be added, and nothing else. */
export class SqliteDriver extends Driver {
  protected override readonly textQuote: string = '"'

  async runSql(sql: unknown, ...bindings: unknown[]): Promise<unknown> {
    await this.send(String(sql), bindings.flat())
    return undefined
  }

  async all(sql: unknown, ...bindings: unknown[]): Promise<unknown> {
    return this.send(String(sql), bindings.flat())
  }

  renameTable(table: string, to: string): Promise<unknown> {
    return this.runSql(`ALTER TABLE ${table} RENAME TO ${to}`)
  }

  protected override typeText(type: string): string {
    if (type === 'datetime') return 'datetime'
    return type === 'time' ? 'time' : super.typeText(type)
  }

  protected override columnText(name: string, spec: ColumnSpec, options: ConstraintOptions): ColumnText {
    const constraints = [
      ...(spec.primaryKey && options.emitPrimaryKey ? ['PRIMARY KEY'] : []),
      ...(spec.primaryKey && options.emitPrimaryKey && spec.autoIncrement ? ['AUTOINCREMENT'] : []),
      ...(spec.notNull === true ? ['NOT NULL'] : []),
      ...(spec.unique ? ['UNIQUE'] : []),
      ...(spec.defaultValue === undefined ? [] : ['DEFAULT', defaultText(spec.defaultValue, '"')]),
    ]
    const length = spec.type === 'int' ? '' : lengthText(spec)
    return {
      text: [`"${name}"`, this.typeText(spec.type), length, constraints.join(' ')].join(' '),
      later: [],
    }
  }
}
