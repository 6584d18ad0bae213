/**
 * The chance that an arrival finds every number taken, by the Erlang B formula: arrivals that do not
 * wait for one another, and none that waits for a number. It depends on how long numbers are held only
 * by the mean, so visits need no particular shape.
 *
 * @param load offered traffic in erlangs: arrivals per second times seconds held, zero or more.
 * @param numbers how many there are, a whole number.
 * @returns 0 to 1.
 */
export function erlangB(load: number, numbers: number): number {
  return blockingUpTo(load, numbers)[numbers] ?? 1;
}

/**
 * The same for every count from none to `most`, in one pass; the index is the count.
 *
 * By the recursion B(n) = load B(n-1) / (n + load B(n-1)), which adds and multiplies only what is
 * positive: neither factorials nor powers that would overflow, and no difference that would lose digits.
 * D. L. Jagerman, "Some properties of the Erlang loss function", Bell System Technical Journal 53 (1974);
 * S. Qiao and L. Qiao, "A robust and efficient algorithm for evaluating Erlang B formula" (1998).
 */
export function blockingUpTo(load: number, most: number): number[] {
  const blocking = [1];
  let last = 1;
  for (let numbers = 1; numbers <= most; numbers++) {
    last = (load * last) / (numbers + load * last);
    blocking.push(last);
  }
  return blocking;
}
