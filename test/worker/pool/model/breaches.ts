import { type EpochMs, SECOND } from '../../../../worker/domain/time.ts';

/** What went against the rules, in sentences, with people and visits by short names. */
export function openBreaches() {
  const list: string[] = [];
  const names = new Map<string, string>();
  let moment = 'at first';
  return {
    list: list as readonly string[],
    /** What is going on now. */
    during(what: string): void {
      moment = what;
    },
    note(sentence: string): void {
      list.push(`${moment}: ${sentence}`);
    },
    /** The same name for the same id. */
    name(kind: 'visitor' | 'session' | 'call', id: string): string {
      const known = names.get(id) ?? `${kind} ${names.size + 1}`;
      names.set(id, known);
      return known;
    },
  };
}

export type Breaches = ReturnType<typeof openBreaches>;

/** How long from one moment to another, for a sentence. */
export function span(from: EpochMs, to: EpochMs): string {
  return `${Math.round((to - from) / SECOND)} s`;
}
