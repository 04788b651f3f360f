import type { Report } from '../report/report.ts'

export interface ReporterOptions {
  readonly color: boolean
  /** Columns of the terminal. */
  readonly width: number
  /** Findings under the threshold are left out, and a deploy that passes is not spoken of. */
  readonly quiet?: boolean
}

export interface Reporter {
  readonly name: string
  readonly title: string
  /** Its output is a document of its own, which nothing else may stand beside. */
  readonly document: boolean
  /** Empty, or whole lines with their newline. */
  render(report: Report, options: ReporterOptions): string
}
