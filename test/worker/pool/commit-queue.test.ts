import { env, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CommitQueue } from '../../../worker/pool/commit-queue.ts';

let made = 0;

/** An object of its own, with a table for the changes. */
async function openObject() {
  made += 1;
  const object = env.POOL.get(env.POOL.idFromName(`commit-queue-${made}`));
  await runInDurableObject(object, (_, { storage }) => {
    storage.sql.exec('CREATE TABLE words (word TEXT PRIMARY KEY)');
  });
  return object;
}

type Queue = {
  readonly storage: DurableObjectStorage;
  readonly commits: CommitQueue;
  /** A change that writes one word. */
  readonly write: (word: string) => Promise<string>;
  /** One that writes a word and then fails. */
  readonly poison: (word: string) => Promise<never>;
  readonly words: () => string[];
  readonly undone: ReturnType<typeof vi.fn<() => void>>;
  readonly committed: ReturnType<typeof vi.fn<() => void>>;
};

/** Uses a queue over an object's real storage, or over what is made of it. */
async function withQueue<T>(
  use: (queue: Queue) => Promise<T>,
  storageOf = (storage: DurableObjectStorage) => storage,
): Promise<T> {
  return runInDurableObject(await openObject(), (_, { storage: real }) => {
    const storage = storageOf(real);
    const [undone, committed] = [vi.fn<() => void>(), vi.fn<() => void>()];
    const commits = new CommitQueue(storage, () => 7, undone, committed);
    const insert = (word: string) => real.sql.exec('INSERT INTO words (word) VALUES (?)', word);
    return use({
      storage,
      commits,
      undone,
      committed,
      write: (word) =>
        commits.run(() => {
          insert(word);
          return word;
        }),
      poison: (word) =>
        commits.run(() => {
          insert(word);
          throw new Error(`poison: ${word}`);
        }),
      words: () =>
        real.sql
          .exec<{ word: string }>('SELECT word FROM words ORDER BY word')
          .toArray()
          .map(({ word }) => word),
    });
  });
}

const fifty = Array.from({ length: 50 }, (_, index) => `word ${String(index).padStart(2, '0')}`);

afterEach(() => vi.restoreAllMocks());

describe('a poison change among fifty', () => {
  const [POISON = ''] = fifty.slice(20);
  const others = fifty.filter((word) => word !== POISON);

  const all = ({ write, poison }: Queue) =>
    Promise.allSettled(fifty.map((word) => (word === POISON ? poison(word) : write(word))));

  it('fails alone, with its own error, and nobody hangs', async () => {
    const outcomes = await withQueue(all);
    expect(outcomes.map(({ status }) => status)).toEqual(
      fifty.map((word) => (word === POISON ? 'rejected' : 'fulfilled')),
    );
    expect(outcomes[20]).toMatchObject({ reason: new Error(`poison: ${POISON}`) });
  });

  it('leaves to every other its own result', async () => {
    const outcomes = await withQueue(all);
    expect(outcomes.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))).toEqual(
      others,
    );
  });

  it('leaves nothing of what it wrote, and everything of the others', async () => {
    const words = await withQueue(async (queue) => {
      await all(queue);
      return queue.words();
    });
    expect(words).toEqual(others);
  });

  it('is told of as undone, once', async () => {
    await withQueue(async (queue) => {
      await all(queue);
      expect(queue.undone).toHaveBeenCalledTimes(1);
    });
  });

  it('may be the first, the last, or every one', async () => {
    const words = await withQueue(async (queue) => {
      const { write, poison } = queue;
      const outcomes = await Promise.allSettled([poison('a'), write('b'), poison('c')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
      await expect(Promise.all([poison('d'), poison('e')])).rejects.toThrow('poison: d');
      return queue.words();
    });
    expect(words).toEqual(['b']);
  });

  it('may break a constraint of the table', async () => {
    const words = await withQueue(async (queue) => {
      const outcomes = await Promise.allSettled(['a', 'a', 'b'].map(queue.write));
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      return queue.words();
    });
    expect(words).toEqual(['a', 'b']);
  });

  it('fails even where what it throws is nothing', async () => {
    await withQueue(async ({ commits }) => {
      const thrown = commits.run(() => {
        throw undefined;
      });
      await expect(thrown).rejects.toThrow('a change failed');
    });
  });
});

describe('changes', () => {
  it('are durable once answered, those beside a poison one too', async () => {
    const object = await openObject();
    const insert = (sql: SqlStorage, word: string) =>
      sql.exec('INSERT INTO words (word) VALUES (?)', word);
    await runInDurableObject(object, async (_, { storage }) => {
      const ignore = () => {};
      const commits = new CommitQueue(storage, () => 7, ignore, ignore);
      const changes = fifty.map((word, index) =>
        commits.run(() => {
          insert(storage.sql, word);
          if (index === 20) throw new Error('poison');
        }),
      );
      await Promise.allSettled(changes);
    });
    await evictDurableObject(object);
    const kept = await runInDurableObject(object, (_, { storage }) =>
      storage.sql.exec('SELECT word FROM words').toArray(),
    );
    expect(kept).toHaveLength(49);
  });

  it('are made in the order in which they came, those that wait too', async () => {
    const order: number[] = [];
    await withQueue(({ commits }) =>
      Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          if (index % 3 === 0) await scheduler.wait(0);
          await commits.run(() => order.push(index));
        }),
      ),
    );
    const [waited, atOnce] = [0, 1].map((late) =>
      order.filter((index) => (index % 3 === 0 ? 0 : 1) === late),
    ) as [number[], number[]];
    expect(waited).toEqual([...waited].sort((a, b) => a - b));
    expect(atOnce).toEqual([...atOnce].sort((a, b) => a - b));
    expect(order).toEqual([...atOnce, ...waited]);
  });

  it('are given the time at which they are made', async () => {
    expect(await withQueue(({ commits }) => commits.run((now) => now))).toBe(7);
  });

  it('see what those before them have written', async () => {
    const seen = await withQueue(async ({ commits, write, words }) => {
      const [, read] = await Promise.all([write('first'), commits.run(words)]);
      return read;
    });
    expect(seen).toEqual(['first']);
  });

  it('that come in one turn are made together', async () => {
    await withQueue(async ({ write, committed }) => {
      await Promise.all(fifty.map(write));
      expect(committed).toHaveBeenCalledTimes(1);
    });
  });

  it('that come while others are made durable wait for them, and are then made together', async () => {
    await withQueue(async ({ storage, write, words, committed }) => {
      const late: Promise<string>[] = [];
      const sync = storage.sync.bind(storage);
      vi.spyOn(storage, 'sync').mockImplementationOnce(async () => {
        late.push(...['b', 'c', 'd'].map(write));
        await scheduler.wait(5);
        expect(words()).toEqual(['a']);
        await sync();
      });
      await write('a');
      await Promise.all(late);
      expect(words()).toEqual(['a', 'b', 'c', 'd']);
      expect(committed).toHaveBeenCalledTimes(2);
    });
  });

  it('are answered no sooner than the storage says that they are durable', async () => {
    await withQueue(async ({ storage, write }) => {
      const order: string[] = [];
      const sync = storage.sync.bind(storage);
      vi.spyOn(storage, 'sync').mockImplementation(async () => {
        await sync();
        order.push('durable');
      });
      const tell = (word: string) => write(word).then(() => order.push(word));
      await Promise.all(['a', 'b'].map(tell));
      await tell('c');
      expect(order).toEqual(['durable', 'a', 'b', 'durable', 'c']);
    });
  });

  it('may be made by those who have just been answered', async () => {
    const words = await withQueue(async ({ write, words }) => {
      await write('a').then(() => Promise.all([write('b'), write('c').then(() => write('d'))]));
      return words();
    });
    expect(words).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('a storage that cannot make durable', () => {
  /** Only this cannot be had of the real one. */
  const failing =
    (failures: number) =>
    (real: DurableObjectStorage): DurableObjectStorage => {
      let left = failures;
      return {
        transactionSync: <T>(change: () => T) => real.transactionSync(change),
        sync: async () => {
          left -= 1;
          if (left >= 0) throw new Error('the disk is gone');
          await real.sync();
        },
      } as DurableObjectStorage;
    };

  it('fails every change of the group, and nobody hangs', async () => {
    const outcomes = await withQueue(
      ({ write }) => Promise.allSettled(fifty.map(write)),
      failing(2),
    );
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ reason: new Error('the disk is gone') });
    }
  });

  it('lets a poison change fail for its own reason', async () => {
    await withQueue(async ({ write, poison }) => {
      const outcomes = await Promise.allSettled([write('a'), poison('b'), write('c')]);
      expect(outcomes.map((each) => each.status === 'rejected' && each.reason.message)).toEqual([
        'the disk is gone',
        'poison: b',
        'the disk is gone',
      ]);
    }, failing(2));
  });

  it('does not stand in the way of what comes later', async () => {
    const later = await withQueue(async ({ write }) => {
      await expect(write('a')).rejects.toThrow('the disk is gone');
      return write('b');
    }, failing(1));
    expect(later).toBe('b');
  });
});
