import { type Area, areaKey } from '../areas/area.ts';
import { areaRank } from '../areas/area-rank.ts';
import type { PoolDefinition } from '../site-snapshot.ts';
import type { EpochMs } from '../time.ts';
import { NumberQueue } from './number-queue.ts';
import type { Pick, StateOf } from './rest-queue.ts';

type Group = { readonly area: Area | undefined; readonly queue: NumberQueue };
type Find = (queue: NumberQueue) => Pick | undefined;

/**
 * One pool's numbers, grouped by area where the pool prefers one: nearer groups are asked first, and
 * within equally near ones the number that rested longest wins.
 */
export class RosterPool {
  readonly settings: PoolDefinition;
  readonly #groupOf = new Map<string, Group>();
  readonly #groups: readonly Group[];
  readonly #levels = new Map<string, readonly (readonly Group[])[]>();

  constructor(settings: PoolDefinition, areaOf: (number: string) => Area, stateOf: StateOf) {
    this.settings = settings;
    const areaIfMatters = settings.prefer === null ? () => undefined : areaOf;
    const byArea = new Map<string, { area: Area | undefined; numbers: string[] }>();
    for (const number of settings.numbers) {
      const area = areaIfMatters(number);
      const key = area === undefined ? '' : areaKey(area);
      const known = byArea.get(key);
      if (known) known.numbers.push(number);
      else byArea.set(key, { area, numbers: [number] });
    }
    this.#groups = [...byArea.values()].map(({ area, numbers }) => {
      const group = { area, queue: new NumberQueue(numbers, stateOf) };
      for (const number of numbers) this.#groupOf.set(number, group);
      return group;
    });
  }

  has(number: string): boolean {
    return this.#groupOf.has(number);
  }

  /** A number, of this pool or not, has been used, or is to be free earlier than it was. */
  add(number: string): void {
    this.#groupOf.get(number)?.queue.add(number);
  }

  /** A number nobody holds, or can still show, as near to the wanted area as there is one. */
  pick(
    now: EpochMs,
    wanted: Area | undefined,
    usable: (number: string) => boolean,
  ): string | undefined {
    return (
      this.#nearest(wanted, (queue) => queue.pick(now, usable)) ??
      this.#nearest(wanted, (queue) => queue.reclaim(now, usable))
    );
  }

  /** The number to share: the one idle longest, wherever it is. */
  idlest(usable: (number: string) => boolean): string | undefined {
    return restedLongest(this.#groups, (queue) => queue.idlest(usable));
  }

  #nearest(wanted: Area | undefined, find: Find): string | undefined {
    for (const groups of this.#levelsFor(wanted)) {
      const number = restedLongest(groups, find);
      if (number !== undefined) return number;
    }
    return undefined;
  }

  /** The groups by how near they are, nearest first; remembered, as few areas are asked for. */
  #levelsFor(wanted: Area | undefined): readonly (readonly Group[])[] {
    if (wanted === undefined || this.settings.prefer === null) return [this.#groups];
    const key = areaKey(wanted);
    const known = this.#levels.get(key);
    if (known) return known;
    const byRank = Map.groupBy(this.#groups, ({ area }) => (area ? areaRank(area, wanted) : 0));
    const levels = [...byRank].sort(([a], [b]) => a - b).map(([, groups]) => groups);
    this.#levels.set(key, levels);
    return levels;
  }
}

function restedLongest(groups: readonly Group[], find: Find): string | undefined {
  let best: Pick | undefined;
  for (const { queue } of groups) {
    const found = find(queue);
    if (found && (best === undefined || found.seenAt < best.seenAt)) best = found;
  }
  return best?.number;
}
