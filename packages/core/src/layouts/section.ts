/** A part of a text, in UTF-16 offsets. */
export type Section = readonly [start: number, end: number]
