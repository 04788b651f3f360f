import { beginAndEnd } from './h-begin-and-end.ts'
import { commits } from './h-commits.ts'
import { halfDone } from './h-half-done.ts'
import { outsideTransactions } from './h-outside-transactions.ts'
import { settings } from './h-settings.ts'
import type { Section } from './hazard.ts'

export const transactions: Section = {
  title: 'H: transactions and sessions',
  hazards: [...commits, ...outsideTransactions, ...beginAndEnd, ...halfDone, ...settings],
}
