export const exitCode = {
  pass: 0,
  /** Findings or policy at or over the threshold. */
  fail: 1,
  /** Could not check: usage, config, git, an unreadable path, nothing found, a bug. */
  couldNotCheck: 2,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
