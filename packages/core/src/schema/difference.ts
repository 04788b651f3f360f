/** One thing that two schemas do not share, or that cannot be compared. */
export interface Difference {
  /** `unknown`: it was there, or may have been, but one of the definitions was never seen. */
  readonly kind: 'missing' | 'left-over' | 'changed' | 'unknown'
  /** `column users.email`, `index users_email_idx`. */
  readonly subject: string
  /** What changed: `is nullable, was NOT NULL`. */
  readonly detail?: string
}

export function inWords({ kind, subject, detail }: Difference): string {
  switch (kind) {
    case 'missing':
      return `${subject} is missing`
    case 'left-over':
      return `${subject} is left over`
    case 'changed':
      return detail === undefined ? `${subject} differs` : `${subject}: ${detail}`
    case 'unknown':
      return `${subject}: its definition before is not known`
    default:
      kind satisfies never
      return subject
  }
}
