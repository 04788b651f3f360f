export interface FreezeWindow {
  readonly name: string
  /** Cron expressions in the environment's time zone: `0 14 * * FRI` … `0 8 * * MON`. */
  readonly start?: string
  readonly end?: string
  /** Whole days, inclusive: `2026-12-19` … `2027-01-04`. */
  readonly from?: string
  readonly to?: string
}

/** The rules of one deploy target. */
export interface Environment {
  /** Globs of branch names that may deploy: `main`, `release/*`. */
  readonly branches?: readonly string[]
  /** More pending migrations than this block the deploy. */
  readonly maxPending?: number
  /** More pending migrations than this need an approval. */
  readonly reviewAbovePending?: number
  readonly maxRisk?: number
  /** IANA name; required with `freeze`. */
  readonly timezone?: string
  readonly freeze?: readonly FreezeWindow[]
}
