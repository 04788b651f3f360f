/** `restatesColumns`: a column is changed by saying it whole (MySQL), and has a place. */
export interface OperationStyle {
  readonly restatesColumns: boolean
}
