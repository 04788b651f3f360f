import type { Finding } from '../finding.ts'

/** The findings among these that say something of what another one is about. `users` and `users.email` are about the
 * same thing; two columns of it are not. Of those that are alike but for their words, one. */
export type SpeakersFor = (finding: Finding) => Iterable<Finding>

export function speakersAmong(findings: readonly Finding[]): SpeakersFor {
  const groups = new Map<string, Map<string, Finding>>()
  const add = (key: string, speaker: Finding): void => {
    const group = groups.get(key) ?? new Map<string, Finding>()
    groups.set(key, group.set(voiceOf(speaker), speaker))
  }
  for (const speaker of findings) {
    add(anyone, speaker)
    if (speaker.objects.length === 0) add(ofAnything, speaker)
    for (const object of speaker.objects) {
      add(`of ${object}`, speaker)
      for (const whole of wholesOf(object)) add(`in ${whole}`, speaker)
    }
  }
  return ({ objects }) => {
    const keys =
      objects.length === 0
        ? [anyone]
        : [
            ofAnything,
            ...objects.flatMap(object => [
              `of ${object}`,
              `in ${object}`,
              ...wholesOf(object).map(whole => `of ${whole}`),
            ]),
          ]
    return keys.flatMap(key => [...(groups.get(key)?.values() ?? [])])
  }
}

const anyone = 'anyone'
const ofAnything = 'of anything'

/** What `silences` looks at. */
function voiceOf({ ruleId, category, severity, lock }: Finding): string {
  return `${ruleId} ${category} ${severity} ${lock?.rewrite === true}`
}

/** `shop` and `shop.users` of `shop.users.email`. */
function wholesOf(object: string): readonly string[] {
  const parts = object.split('.')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'))
}
