import type { Message } from '@skein/protocol/rooms';
import type { Chat } from '../../models/chat.ts';

/** What is written next answers this message. */
export function answer(chat: Chat, message: Message): void {
  chat.replying.value = message;
  document.querySelector<HTMLElement>('[data-composer]')?.focus();
}
