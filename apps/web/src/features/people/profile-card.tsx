import { useSignal } from '@preact/signals';
import type { Person } from '@skein/protocol/people';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import { Picture } from '../../design/picture.tsx';
import type { Trouble } from '../../models/trouble.ts';
import { useChat, usePage } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';
import './profile-card.css';

/** The card of whoever's name was pressed. */
export function ProfileCard() {
  const { people } = useChat();
  const person = people.shown.value;
  return person ? <Card key={person.id} person={person} onClose={() => (people.shown.value = undefined)} /> : null;
}

function Card({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { address } = usePage();
  const chat = useChat();
  const trouble = useSignal<Trouble | undefined>(undefined);
  const isSelf = person.id === chat.account.value.id;
  const isHere = chat.people.online.value.has(person.id);

  async function write(): Promise<void> {
    const opened = await chat.people.writeTo([person.id]);
    if ('trouble' in opened) trouble.value = opened.trouble;
    else {
      onClose();
      address.go(opened.room);
    }
  }

  return (
    <Dialog title={person.name} onClose={onClose}>
      <div class="profile-card">
        <Picture person={person} size="large" />
        <p class="profile-card-facts">
          {isHere && (
            <span class="room-header-fact">
              <span class="here-dot" />
              {words.isHere}
            </span>
          )}
          {isSelf && words.you}
        </p>
        <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
        {!isSelf && (
          <Button kind="primary" onClick={write}>
            {words.sendMessage}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
