/** A random id of 128 bits. (`randomUUID` is missing on pages served without TLS.) */
export function randomId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
