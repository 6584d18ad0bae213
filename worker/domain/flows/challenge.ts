import type { Speech } from './flow.ts';

/** Stands in the words for the key. */
const KEY = '{key}';

/**
 * The prompt as this caller hears it.
 *
 * @param chance 0 to 1 (exclusive), the same for the whole call.
 */
export function challengePrompt(prompt: Speech, chance: number): Speech {
  if ('play' in prompt) return prompt;
  return { ...prompt, say: prompt.say.replaceAll(KEY, keyOf(chance)) };
}

/** Whether the caller did as asked. */
export function isMet(prompt: Speech, chance: number, pressed: string | undefined): boolean {
  const namesKey = 'say' in prompt && prompt.say.includes(KEY);
  return namesKey ? pressed === keyOf(chance) : pressed !== undefined;
}

/** 1 to 9: a machine that always presses the same rarely meets it. */
function keyOf(chance: number): string {
  return String(1 + Math.floor(chance * 9));
}
