import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';

/** Somebody who is spoken to, by the name they have now. */
export function Mention({ id }: { readonly id: string }) {
  const chat = useChat();
  const isWide = id === 'here' || id === 'room';
  const name = isWide ? id : (chat.names.of(id) ?? words.somebody);
  return (
    <bdi class="mention" data-own={isWide || id === chat.account.value.id}>
      @{name}
    </bdi>
  );
}
