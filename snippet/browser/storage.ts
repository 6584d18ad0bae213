/*
 * First-party storage, of JSON values. Reading `localStorage` itself throws where site data is blocked
 * or the frame is sandboxed, and writing throws when it is full: then it is as if nothing had ever
 * been stored.
 */

/** Undefined where nothing is stored, or nothing that is JSON. */
export function readStored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '');
  } catch {
    return undefined;
  }
}

/** Undefined removes. */
export function store(key: string, value?: object): void {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
  } catch {
    // see above
  }
}
