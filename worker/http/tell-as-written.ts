/**
 * Tells what is written down of something, which others may change at the same moment: it is read again until it is
 * what was told. So of two changes the later one is told last.
 */
export async function tellAsWritten<T>(
  read: () => Promise<T>,
  tell: (written: T) => Promise<void>,
): Promise<void> {
  let told: string | undefined;
  for (;;) {
    const written = await read();
    const text = JSON.stringify(written);
    if (text === told) return;
    await tell(written);
    told = text;
  }
}
