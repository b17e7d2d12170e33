import type { Key } from 'node:readline';
import type { LineEditor } from './line-editor.ts';

/** What keys can do. */
export interface Keyboard {
  readonly editor: LineEditor;
  send(): void;
  leave(): void;
  scroll(pages: number): void;
  step(step: -1 | 1): void;
  complete(): void;
  redraw(): void;
}

/** By the key's name, with ctrl+ and alt+ before it. */
export const KEY_ACTIONS: Readonly<Record<string, (keyboard: Keyboard) => void>> = {
  return: ({ send }) => send(),
  enter: ({ editor }) => editor.insert('\n'),
  'alt+return': ({ editor }) => editor.insert('\n'),
  'ctrl+c': ({ leave }) => leave(),
  'ctrl+d': ({ editor, leave }) => (editor.text === '' ? leave() : editor.deleteAfter()),
  backspace: ({ editor }) => editor.deleteBefore(),
  delete: ({ editor }) => editor.deleteAfter(),
  left: ({ editor }) => editor.move(-1),
  right: ({ editor }) => editor.move(1),
  'ctrl+left': ({ editor }) => editor.moveWord(-1),
  'ctrl+right': ({ editor }) => editor.moveWord(1),
  'alt+b': ({ editor }) => editor.moveWord(-1),
  'alt+f': ({ editor }) => editor.moveWord(1),
  home: ({ editor }) => editor.toStart(),
  end: ({ editor }) => editor.toEnd(),
  'ctrl+a': ({ editor }) => editor.toStart(),
  'ctrl+e': ({ editor }) => editor.toEnd(),
  'ctrl+w': ({ editor }) => editor.deleteWordBefore(),
  'alt+backspace': ({ editor }) => editor.deleteWordBefore(),
  'ctrl+u': ({ editor }) => editor.deleteToStart(),
  'ctrl+k': ({ editor }) => editor.deleteToEnd(),
  up: ({ editor }) => editor.recall(-1),
  down: ({ editor }) => editor.recall(1),
  pageup: ({ scroll }) => scroll(1),
  pagedown: ({ scroll }) => scroll(-1),
  'alt+up': ({ step }) => step(-1),
  'alt+down': ({ step }) => step(1),
  'ctrl+p': ({ step }) => step(-1),
  'ctrl+n': ({ step }) => step(1),
  tab: ({ complete }) => complete(),
  'ctrl+l': ({ redraw }) => redraw(),
};

export function keyName({ name = '', ctrl, meta }: Key): string {
  return `${ctrl ? 'ctrl+' : ''}${meta ? 'alt+' : ''}${name}`;
}
