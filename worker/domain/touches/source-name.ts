import type { StaticSource } from '../site-snapshot.ts';
import type { Touch } from './touch.ts';

/** Source and medium, as reports name them. */
export function sourceName({ source, medium }: Pick<Touch, 'source' | 'medium'>): string {
  return `${source} / ${medium}`;
}

/** The same of what a static number stands for; its label, where it has no source. */
export function staticSourceName({ label, source, medium }: StaticSource): string {
  return [source, medium].filter((part) => part !== null).join(' / ') || label;
}
