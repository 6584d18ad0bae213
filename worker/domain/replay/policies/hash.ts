import type { EpochMs } from '../../time.ts';
import { SESSION_IDLE } from '../../visits/session.ts';
import type { Policy, PolicySettings } from '../policy.ts';
import { type Credited, credited, NO_CREDIT } from './credited.ts';

/** The session's hash says which number it is shown, whoever else is shown it; the last one is credited. */
export function hash({ numbers }: PolicySettings): Policy {
  const last = new Map<string, Credited>();
  /** Who is shown each number, and when they were last seen, in that order. */
  const users = new Map<string, Map<string, EpochMs>>();
  const numberOf = new Map<string, string>();

  /** Whether anybody else uses the number. Who was seen longest ago comes first, and is forgotten in time. */
  const isUsedBeside = (number: string, visitorId: string, at: EpochMs): boolean => {
    const all = users.get(number) ?? new Map<string, EpochMs>();
    for (const [user, seenAt] of all) {
      if (at - seenAt < SESSION_IDLE) break;
      all.delete(user);
    }
    return all.size > (all.has(visitorId) ? 1 : 0);
  };
  const use = (number: string, visitorId: string, at: EpochMs) => {
    const all = users.get(number) ?? new Map<string, EpochMs>();
    all.delete(visitorId);
    users.set(number, all.set(visitorId, at));
  };

  return {
    view({ at, visitorId, sessionId, source }) {
      const number = numbers[fnv1a(sessionId) % numbers.length];
      if (number === undefined) return { number: null, own: false };
      const own = !isUsedBeside(number, visitorId, at);
      use(number, visitorId, at);
      numberOf.set(visitorId, number);
      last.set(number, { visitorId, sessionId, source });
      return { number, own };
    },
    seen({ at, visitorId, type }) {
      const number = numberOf.get(visitorId);
      if (number === undefined) return;
      if (type === 'leave') users.get(number)?.delete(visitorId);
      else use(number, visitorId, at);
    },
    call({ number }) {
      const shown = last.get(number);
      return shown ? credited(shown) : NO_CREDIT;
    },
  };
}

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
function fnv1a(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  }
  return sum >>> 0;
}
