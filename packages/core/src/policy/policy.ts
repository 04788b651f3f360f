/** Who asks, when and from where: always passed in, never read from the machine by core. */
export interface DeployContextInput {
  readonly now?: Date
  readonly branch?: string
  readonly actor?: string
}

export interface PolicyOutcome {
  /** `max-pending`, `branch`, `freeze-window`, `review-above-pending`, … */
  readonly id: string
  readonly status: 'passed' | 'needs-approval' | 'blocked' | 'overridden'
  readonly message: string
}
