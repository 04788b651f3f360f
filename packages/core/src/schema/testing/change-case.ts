/** One change to one rich schema, made on a real server and in replay. */
export interface ChangeCase {
  readonly id: string
  readonly statements: readonly string[]
  /** Why replay says otherwise than the server. */
  readonly disagreement?: string
}

export interface ChangeCases {
  readonly setup: readonly string[]
  readonly changes: readonly ChangeCase[]
}

/** `id`, then the statements; most changes are one. */
export function change(id: string, ...statements: readonly string[]): ChangeCase {
  return { id, statements }
}
