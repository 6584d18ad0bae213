type Entry<T> = { key: number; readonly item: T };

/** What is to be done with an item that comes to the front; a number is the larger key it should have had. */
type Verdict = 'fits' | 'passed over' | 'dropped' | number;

/** Items in the order of their keys, smallest first; logarithmic in their number. */
export class Heap<T> {
  readonly #entries: Entry<T>[] = [];

  push(key: number, item: T): void {
    this.#entries.push({ key, item });
    this.#rise(this.#entries.length - 1);
  }

  peek(): Readonly<Entry<T>> | undefined {
    return this.#entries[0];
  }

  pop(): Readonly<Entry<T>> | undefined {
    const first = this.#entries[0];
    const last = this.#entries.pop();
    if (last !== undefined && this.#entries.length > 0) {
      this.#entries[0] = last;
      this.#sink();
    }
    return first;
  }

  /** Gives the first item a larger key. */
  postpone(key: number): void {
    const first = this.#entries[0];
    if (first === undefined) return;
    first.key = key;
    this.#sink();
  }

  /** The first item that fits. It stays, and so do those that were passed over before it. */
  first(judge: (item: T, key: number) => Verdict): Readonly<Entry<T>> | undefined {
    const passedOver: Entry<T>[] = [];
    let found: Entry<T> | undefined;
    for (let [front] = this.#entries; front && !found; [front] = this.#entries) {
      const verdict = judge(front.item, front.key);
      if (verdict === 'fits') found = front;
      else if (typeof verdict === 'number') this.postpone(verdict);
      else this.pop();
      if (verdict === 'passed over') passedOver.push(front);
    }
    for (const { key, item } of passedOver) this.push(key, item);
    return found;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#key(above) <= this.#key(at)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const below = this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      if (this.#key(below) >= this.#key(at)) return;
      this.#swap(at, below);
      at = below;
    }
  }

  #key(at: number): number {
    return this.#entries[at]?.key ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#entries[a], this.#entries[b]];
    if (first === undefined || second === undefined) return;
    this.#entries[a] = second;
    this.#entries[b] = first;
  }
}
