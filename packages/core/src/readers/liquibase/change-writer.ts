import type { WrittenChange } from '../../layouts/written-change.ts'
import type { EngineWords } from './engine-words.ts'

/** The statements that Liquibase sends for a change, in their order. Throws NotWritten where that is not known. */
export type ChangeWriter = (change: WrittenChange, words: EngineWords) => readonly string[]

/** By the name of the change. */
export type ChangeWriters = Readonly<Record<string, ChangeWriter>>
