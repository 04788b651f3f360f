import type { SchemaAnswer, SchemaQuestion } from '../protocol.ts'
import type { Run } from './run.ts'

export type Ask = (question: SchemaQuestion, run: Run) => Promise<SchemaAnswer>
