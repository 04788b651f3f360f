/** How an engine changes what is there. */
export interface OperationStyle {
  /** A column is changed by saying it whole (MySQL), and has a place. */
  readonly restatesColumns: boolean
  /** A constraint is there from CREATE TABLE on, or never; a foreign key may come before its table (SQLite). */
  readonly altersByRebuild?: boolean
}
