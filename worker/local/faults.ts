import type { Env } from '../config.ts';
import { countD1 } from './meter.ts';

/** Which dependency is broken on purpose, as `/_local/fail` was told. */
export type Faults = {
  d1: boolean | 'hang';
  kv: boolean | 'hang';
  pool: 'hang' | 'error' | null;
};

/** One isolate runs the Worker and its objects here, so one record serves them all. */
export const faults: Faults = { d1: false, kv: false, pool: null };

/** The environment with breakable dependencies; the same one for the same environment. */
export function breakable(env: Env): Env {
  const known = made.get(env);
  if (known) return known;
  const wrapped: Env = {
    ...env,
    DB: new Proxy(guarded(env.DB, d1Fault), {
      get: (target, property) => {
        if (property === 'prepare') return (query: string) => prepared(env.DB, query);
        if (property === 'batch')
          return (statements: D1PreparedStatement[]) => batched(target, statements);
        return member(target, property);
      },
    }),
    SITES: guarded(env.SITES, () => storeFault('kv', 'KV')),
    POOL: new Proxy(env.POOL, {
      get: (target, property) =>
        property === 'get'
          ? (id: DurableObjectId) => guarded(target.get(id), poolFault)
          : member(target, property),
    }),
  };
  made.set(env, wrapped);
  return wrapped;
}

const made = new WeakMap<Env, Env>();

function d1Fault(): Promise<never> | undefined {
  return storeFault('d1', 'D1_ERROR: D1');
}

/** D1 prepares statements without asking the database; broken ones fail when they are run. */
function prepared(db: D1Database, query: string): D1PreparedStatement {
  const statement = db.prepare(query);
  if (!faults.d1) return statement;
  const broken: D1PreparedStatement = new Proxy(statement, {
    get: (_, property) => (property === 'bind' ? () => broken : d1Fault),
  });
  return broken;
}

async function batched(db: D1Database, statements: D1PreparedStatement[]): Promise<D1Result[]> {
  const results = await db.batch(statements);
  countD1(results);
  return results;
}

function failIf(broken: boolean, what: string): Promise<never> | undefined {
  return broken ? Promise.reject(new Error(`${what} is broken on purpose`)) : undefined;
}

function storeFault(which: 'd1' | 'kv', what: string): Promise<never> | undefined {
  return faults[which] === 'hang' ? hang(which, what) : failIf(faults[which] === true, what);
}

/** Fails once it is mended, lest an alarm that waits for it holds up all that comes after. */
async function hang(which: 'd1' | 'kv', what: string): Promise<never> {
  while (faults[which] === 'hang') await new Promise((resolve) => setTimeout(resolve, 20));
  throw new Error(`${what} has hung on purpose`);
}

function poolFault(): Promise<never> | undefined {
  return faults.pool === 'hang'
    ? new Promise(() => {})
    : failIf(faults.pool === 'error', 'the pool');
}

/** Every method answers with the fault, where there is one. */
function guarded<T extends object>(target: T, fault: () => Promise<never> | undefined): T {
  return new Proxy(target, {
    get(_, property) {
      const method = member(target, property);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) => fault() ?? method(...args);
    },
  });
}

/** Methods keep their object, which is called through: an RPC stub would take `bind` for a remote method. */
function member(target: object, property: string | symbol): unknown {
  const value = Reflect.get(target, property, target);
  if (typeof value !== 'function') return value;
  return (...args: unknown[]) =>
    (target as Record<string | symbol, (...args: unknown[]) => unknown>)[property]?.(...args);
}
