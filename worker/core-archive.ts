import { within } from './deadline.ts';

/** Whoever asks is a page that shows its own number meanwhile. Milliseconds. */
const KV_DEADLINE = 1_000;
/** Versions kept in memory: more than this are pinned by nobody. */
const MEMORY_LIMIT = 4;

/**
 * Keeps the cores of every version that this deployment ever served, byte for byte, in KV: pages pin one
 * by its hash, and go on working after an upgrade. A core that is stored is never written again.
 */
export class CoreArchive {
  readonly #kv: KVNamespace;
  readonly #found = new Map<string, string>();
  readonly #kept = new Set<string>();

  constructor(kv: KVNamespace) {
    this.#kv = kv;
  }

  /** Stores a core unless its version is there; once per isolate, and again where that failed. */
  async keep(version: string, code: string): Promise<void> {
    if (this.#kept.has(version)) return;
    this.#kept.add(version);
    try {
      if ((await this.#kv.get(kvKey(version))) === null) await this.#kv.put(kvKey(version), code);
    } catch (error) {
      this.#kept.delete(version);
      console.warn('core archive: this version is not kept yet', version, error);
    }
  }

  /** The core of a version; undefined where it was never served here. Throws where KV does not answer. */
  async find(version: string): Promise<string | undefined> {
    const known = this.#found.get(version);
    if (known !== undefined) return known;
    const code = await within(KV_DEADLINE, this.#kv.get(kvKey(version)));
    if (code === null) return undefined;
    if (this.#found.size >= MEMORY_LIMIT) this.#found.clear();
    this.#found.set(version, code);
    return code;
  }
}

function kvKey(version: string): string {
  return `core:${version}`;
}
