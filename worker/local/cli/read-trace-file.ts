import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { TraceError, traceReader } from '../../domain/replay/read-trace.ts';
import type { TraceEvent } from '../../domain/replay/trace-event.ts';

/** Line by line: a trace may be larger than the memory. @throws TraceError naming what cannot be read. */
export async function* readTraceFile(path: string): AsyncGenerator<TraceEvent> {
  const read = traceReader();
  const input = createReadStream(path);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const event = read(line);
      if (event) yield event;
    }
  } catch (error) {
    if (error instanceof TraceError) throw new TraceError(`${path}: ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new TraceError(
      code === 'ENOENT'
        ? `There is no file ${path}. Make one with npm run trace -- --help.`
        : `${path} cannot be read: ${(error as Error).message}`,
    );
  } finally {
    input.destroy();
  }
}
