export type RiskLevel = 'none' | 'low' | 'medium' | 'high' | 'critical'

export interface RiskPart {
  readonly points: number
  readonly ruleId: string
  /** The migration's name; empty for the deploy's own findings. */
  readonly migration: string
  readonly why: string
}

export interface Risk {
  /** 0–100. */
  readonly score: number
  readonly level: RiskLevel
  readonly parts: readonly RiskPart[]
}
