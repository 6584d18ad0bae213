import type { EpochMs } from '../../../../worker/domain/time.ts';
import { openBreaches } from './breaches.ts';
import { openClaims } from './claims.ts';
import { openLedger } from './ledger.ts';
import { openPhone } from './phone.ts';
import { openPromises } from './promises.ts';

/** The reference model: what people were told, and what follows from it. */
export function openModel() {
  const breaches = openBreaches();
  const claims = openClaims();
  const ledger = openLedger();
  let ids = 0;
  return {
    /** What browsers draw at random; here the same in each telling of a story. */
    newId(of: string): string {
      ids += 1;
      return `${of} ${ids}`;
    },
    breaches,
    claims,
    ledger,
    promises: openPromises(breaches),
    phone: openPhone(breaches),
    /** An object has stopped, and what was only in its memory is gone. */
    restarted(at: EpochMs): void {
      claims.restarted();
      ledger.restarted(at);
    },
  };
}

export type Model = ReturnType<typeof openModel>;
