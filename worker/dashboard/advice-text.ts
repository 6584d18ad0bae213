import { MAX_POOL_NUMBERS } from '../domain/site-definition.ts';
import type { SizeAdvice, SizingWishes } from '../domain/utilisation/advise-size.ts';
import type { PoolSize, SizePoint } from '../domain/utilisation/size-pool.ts';
import { countedText, countText, durationText, shareText } from './figure-text.ts';

/** A chance that no owner of a site would live to see. */
const UNHEARD_OF = 0.0001;

type Given = Extract<SizeAdvice, { ok: true }>;

/** The advice in one sentence. */
export function adviceText({ reached, advised, current }: PoolSize): string {
  if (!reached) {
    return `Not even ${countText(MAX_POOL_NUMBERS)} numbers, the most of one pool, are enough for that.`;
  }
  const would = `${countedText(advised.numbers, 'number')} would do`;
  const missing = advised.numbers - current.numbers;
  if (missing > 0) return `${would}: add ${countText(missing)}.`;
  if (missing === 0) return `The ${countedText(advised.numbers, 'number')} it has are right.`;
  return `${would}: it has ${countText(-missing)} more than it needs.`;
}

/** What the advice goes by, and what it would give. */
export function becauseText({ load, size }: Given, { hour }: SizingWishes): string {
  const when =
    hour === 'busiest' ? 'In the busiest hour' : 'In the hour that 95 of 100 did not exceed,';
  const came = countedText(load[hour].arrivals, 'visitor');
  const kept = durationText(load.holdSeconds);
  const estimated =
    load.holdFrom === 'leases' ? '' : ' (estimated from how many were held at once)';
  return (
    `${when} ${came} came, and each kept a number for ${kept} on average${estimated}. ` +
    `With ${countedText(size.advised.numbers, 'number')}, ${givesText(size.advised)}.`
  );
}

/** Which of the two wishes asks for as many numbers, and what the other one would do with. */
export function deciderText({ decidedBy, forBlocking, forCoolDown }: PoolSize): string {
  if (decidedBy === 'both') return 'Both wishes ask for as many.';
  return decidedBy === 'coolDown'
    ? `The cool-down decides: for the chance of finding none free alone, ${neededText(forBlocking)} would do.`
    : `The chance of finding none free decides: for the cool-down alone, ${neededText(forCoolDown)} would do.`;
}

/** What a pool of this size gives, as the second half of a sentence. */
export function givesText({ blocking, coolDownSeconds }: SizePoint): string {
  const none =
    blocking < UNHEARD_OF
      ? 'practically nobody would find none free'
      : `${shareText(blocking)} of visitors would find none free`;
  return coolDownSeconds === null
    ? none
    : `${none}, and a number would rest ${durationText(coolDownSeconds)} before the next visitor gets it`;
}

function neededText(count: number | null): string {
  return count === null ? 'no pool' : countText(count);
}
