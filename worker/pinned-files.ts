import { within } from './deadline.ts';

/** Whoever asks is a page that shows its own number meanwhile. Milliseconds. */
const KV_DEADLINE = 1_000;
/** Files kept in memory: more than this are pinned by nobody. */
const MEMORY_LIMIT = 4;

/**
 * Keeps the snippet's files of every version that this deployment ever served, byte for byte, in KV: pages
 * pin one by its hash, and go on working after an upgrade. A file that is stored is never written again.
 */
export class PinnedFiles {
  readonly #kv: KVNamespace;
  readonly #found = new Map<string, string>();
  readonly #kept = new Set<string>();

  constructor(kv: KVNamespace) {
    this.#kv = kv;
  }

  /** Stores a file unless it is there; once per isolate, and again where that failed. */
  async keep(name: string, code: string): Promise<void> {
    if (this.#kept.has(name)) return;
    this.#kept.add(name);
    try {
      if ((await this.#kv.get(kvKey(name))) === null) await this.#kv.put(kvKey(name), code);
    } catch (error) {
      this.#kept.delete(name);
      console.warn('pinned files: not kept yet', name, error);
    }
  }

  /** A file of some version; undefined where it was never served here. Throws where KV does not answer. */
  async find(name: string): Promise<string | undefined> {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const code = await within(KV_DEADLINE, this.#kv.get(kvKey(name)));
    if (code === null) return undefined;
    if (this.#found.size >= MEMORY_LIMIT) this.#found.clear();
    this.#found.set(name, code);
    return code;
  }
}

function kvKey(name: string): string {
  return `snippet:${name}`;
}
