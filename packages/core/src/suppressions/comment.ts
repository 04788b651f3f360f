/** A comment as it stands in the source, with its delimiters. */
export interface Comment {
  readonly text: string
  /** UTF-16 offset in the source. */
  readonly start: number
  readonly end: number
}
