import type { CallsQuery } from '../http/list-query.ts';

const FILTERS: readonly (readonly [CallsQuery['spam'], text: string])[] = [
  ['include', 'all'],
  ['exclude', 'without suspected spam'],
  ['only', 'suspected spam alone'],
];

type Props = {
  readonly current: CallsQuery['spam'];
  /** What the page was asked for beside; another list begins with its first page. */
  readonly query: Readonly<Record<string, string>>;
};

/** Links that show the list with spam, without it, or nothing else. */
export function SpamFilterLinks({ current, query }: Props) {
  const { cursor, ...kept } = query;
  return (
    <nav class="card controls" aria-label="Which calls">
      <p>
        <span class="soft">Calls</span>
        {FILTERS.map(([spam, text]) => (
          <a
            href={`?${new URLSearchParams({ ...kept, spam })}`}
            aria-current={spam === current ? 'true' : undefined}
          >
            {text}
          </a>
        ))}
      </p>
    </nav>
  );
}
