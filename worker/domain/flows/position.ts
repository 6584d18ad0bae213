/**
 * How far a call has got, as it stands in the path of the webhook that tells what came next. `branch` is the key
 * pressed in the menu, `closed`, or `ring`; a `dial` of before there were flows was the last. A challenge is told of
 * as a menu is, since for the provider it is one.
 */
export type Position =
  | { readonly at: 'start' }
  | { readonly at: 'challenge'; readonly turn: number }
  | { readonly at: 'menu'; readonly turn: number }
  | { readonly at: 'dial'; readonly branch: string; readonly attempt: number }
  | { readonly at: 'message' };

/** As one segment of a path. */
export function writePosition(position: Position): string {
  switch (position.at) {
    case 'challenge':
      return `menu-challenge-${position.turn}`;
    case 'menu':
      return `menu-${position.turn}`;
    case 'dial':
      return `dial-${position.branch}-${position.attempt}`;
    default:
      return position.at;
  }
}

/** Undefined for a webhook that is not about how to go on. */
export function readPosition(event: string | undefined): Position | undefined {
  if (event === undefined) return { at: 'start' };
  const [at, first = '', second = ''] = event.split('-');
  if (at === 'menu' && first === 'challenge') return { at: first, turn: Number(second) || 1 };
  if (at === 'menu') return { at, turn: Number(first) || 1 };
  if (at === 'dial') {
    return {
      at,
      branch: first || 'ring',
      attempt: /^\d{1,3}$/.test(second) ? Number(second) : Infinity,
    };
  }
  return at === 'message' ? { at } : undefined;
}

/** Whether no phone has been rung for the caller yet; of a webhook about something else it is not known. */
export function isBeforeRinging(position: Position | undefined): boolean {
  return position !== undefined && position.at !== 'dial' && position.at !== 'message';
}
