import { abortAllDurableObjects, env } from 'cloudflare:test';
import { PERSISTENCE_STEP } from '../../../../worker/domain/leases/lease.ts';
import { SECOND } from '../../../../worker/domain/time.ts';
import { advanceClock } from '../../../../worker/local/clock.ts';
import { faults } from '../../../../worker/local/faults.ts';
import { askEvent } from './ask-event.ts';
import { askPhone } from './ask-phone.ts';
import { askVisit } from './ask-visit.ts';
import { checkRinging, checkWithheld, lookAhead, type Visited } from './entitlement.ts';
import { checkHistory } from './history.ts';
import { openModel } from './model.ts';
import { poolUnderTest } from './pool-under-test.ts';
import { emptyD1, rowsInD1 } from './rebuild.ts';
import { FALLBACK, NUMBERS, openSite } from './site-owner.ts';
import type { Action, Step } from './steps.ts';
import { newBrowser } from './visits.ts';

const STRANGER = '+33199007777';
const DIALLED = [...NUMBERS, FALLBACK, STRANGER];

/**
 * A site with its pools, its visitors, callers and owner, and the failures of what it runs on: each breach
 * of what any of them was promised is a sentence.
 */
export async function openWorld(shards: number) {
  const site = await openSite(shards);
  const pool = poolUnderTest(site);
  const model = openModel();
  const { breaches, claims, ledger, phone, promises } = model;
  const browsers = Array.from({ length: 16 }, newBrowser);
  let steps = 0;

  async function perform(action: Action): Promise<Visited | undefined> {
    switch (action.type) {
      case 'visit': {
        const browser = browsers[action.browser] ?? newBrowser();
        return askVisit(model, pool, site, browser, action);
      }
      case 'event': {
        const page = promises.pages.at(-1 - action.page);
        if (page) await askEvent(model, pool, page, action);
        return undefined;
      }
      case 'call': {
        const call = phone.ring(DIALLED[action.number] ?? STRANGER, action.agoSeconds, pool.now());
        await askPhone(model, pool, call, action.heardFirst, action.stale);
        return undefined;
      }
      case 'news': {
        const call = phone.calls.at(-1 - action.call);
        if (call) await askPhone(model, pool, call, action.news, action.stale);
        return undefined;
      }
      case 'alarm': {
        const at = pool.now();
        await pool.alarm();
        ledger.alarmRang(at);
        return undefined;
      }
    }
  }

  /** All at once; what fails is a breach unless the objects were stopped meanwhile. */
  async function act(actions: readonly Action[], aborted: boolean): Promise<void> {
    const outlook = lookAhead(claims, phone, pool.now());
    const wasUpToDate = pool.isWhole() && pool.isUpToDate();
    const asked = actions.map((action) => perform(action));
    if (aborted) {
      await abortAllDurableObjects();
      model.restarted(pool.now());
    }
    const results = await Promise.allSettled(asked);
    if (aborted) model.restarted(pool.now());
    const visits: Visited[] = [];
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') visits.push(...(result.value ? [result.value] : []));
      else if (!aborted) breaches.note(`${actions[index]?.type} failed: ${result.reason}`);
    }
    for (const visit of visits) checkRinging(breaches, outlook, phone, visit);
    if (!aborted && wasUpToDate)
      checkWithheld(breaches, outlook, claims, phone, site.latest, visits);
  }

  async function take(step: Step): Promise<void> {
    steps += 1;
    breaches.during(`step ${steps} (${step.type})`);
    switch (step.type) {
      case 'act':
        return act(step.actions, false);
      case 'abort':
        return act(step.actions, true);
      case 'wait':
        return void (await advanceClock(env.SITES, step.seconds * SECOND));
      case 'evict':
        await pool.evict(step.object);
        return model.restarted(pool.now());
      case 'D1':
        faults.d1 = step.broken;
        return;
      case 'change':
        await site.change(step.change);
        if (!pool.isWhole()) phone.sharded();
        if (step.told) await pool.client(false).applyInventory();
        return;
    }
  }

  return {
    breaches: breaches.list,

    /** Goes through all of it, to the end of every outage. */
    async live(story: readonly Step[]): Promise<void> {
      faults.d1 = false;
      try {
        for (const step of story) await take(step);
      } finally {
        faults.d1 = false;
      }
      // Whatever D1 refused before it is tried again by then.
      for (let times = 0; times < 3; times++) {
        await advanceClock(env.SITES, PERSISTENCE_STEP + SECOND);
        await pool.dueAlarms();
      }
      ledger.alarmRang(pool.now());
    },

    /** Holds D1 against what was acknowledged. */
    async checkHistory(): Promise<void> {
      breaches.during('in the end');
      await checkHistory(site.id, breaches, promises, ledger, phone);
    },

    /** Loses D1, and has the objects write it anew. */
    async rebuild(): Promise<{ before: string[]; after: string[] }> {
      const before = await rowsInD1(site.id);
      await emptyD1(site.id);
      await pool.client(false).resend();
      await pool.alarm();
      return { before, after: await rowsInD1(site.id) };
    },
  };
}
