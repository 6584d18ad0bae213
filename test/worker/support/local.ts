import { PERSISTENCE_STEP } from '../../../worker/domain/leases/lease.ts';
import { ask } from './ask.ts';

/** After so many seconds whatever memory was ahead of is saved, and on its way to D1. */
export const STEP_SECONDS = PERSISTENCE_STEP / 1_000;

/** Moves the world's time forward and runs the alarms that have become due. */
export async function advance(seconds: number): Promise<void> {
  await tellLocal('/_local/clock', { advanceSeconds: seconds });
}

/** The world's time. */
export async function now(): Promise<number> {
  return (await tellLocal<{ now: number }>('/_local/clock', { advanceSeconds: 0 })).now;
}

type Faults = { d1?: boolean | 'hang'; kv?: boolean | 'hang'; pool?: 'hang' | 'error' | null };

/** Breaks dependencies, or mends them. */
export async function breakDown(faults: Faults): Promise<void> {
  await tellLocal('/_local/fail', faults);
}

export async function mendAll(): Promise<void> {
  await breakDown({ d1: false, kv: false, pool: null });
}

async function tellLocal<T>(path: string, body: unknown): Promise<T> {
  const response = await ask(path, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
