import { type Signal, useSignal } from '@preact/signals';
import type { Person } from '@skein/protocol/people';
import { Button } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import { Picture } from './picture.tsx';
import type { Overlay } from '../../models/overlay.ts';
import type { Trouble } from '../../models/trouble.ts';
import { useChat, useIsInTouch, usePage } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './profile-card.css';
import { QuietMark } from './quiet-mark.tsx';
import { StatusLine } from './status-line.tsx';

interface ProfileCardProps {
  readonly overlay: Signal<Overlay>;
  readonly person: Person;
}

/** The card of whoever's name was pressed. */
export function ProfileCard({ overlay, person }: ProfileCardProps) {
  const { address } = usePage();
  const chat = useChat();
  const onClose = (): void => chat.people.hideCard();
  const trouble = useSignal<Trouble | undefined>(undefined);
  const isBlocking = useSignal(false);
  const isSelf = person.id === chat.account.value.id;
  const isBlocked = chat.account.value.blocked?.includes(person.id) ?? false;

  async function write(): Promise<void> {
    const opened = await chat.people.writeTo([person.id]);
    if ('trouble' in opened) trouble.value = opened.trouble;
    else {
      onClose();
      address.go(opened.room);
    }
  }

  async function setBlocked(blocks: boolean): Promise<Trouble | undefined> {
    const answer = await chat.rest.setBlocked(person.id, blocks);
    return (trouble.value = answer.ok ? undefined : answer.error);
  }

  function editProfile(): void {
    onClose();
    overlay.value = 'profile';
  }

  if (isBlocking.value)
    return (
      <Confirm
        title={lateWords.blockTitle(person.name)}
        text={lateWords.blockText}
        action={lateWords.block}
        onConfirm={() => setBlocked(true)}
        onClose={() => (isBlocking.value = false)}
      />
    );
  return (
    <Dialog title={person.name} onClose={onClose}>
      <div class="profile-card">
        <Picture person={person} size="large" />
        <Facts person={person} />
        {isBlocked && <p class="profile-card-facts">{lateWords.blocked}</p>}
        <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
        <div class="profile-card-actions">
          {isSelf ? (
            <Button onClick={editProfile}>{lateWords.editProfile}</Button>
          ) : (
            <>
              <Button kind="primary" onClick={write}>
                {lateWords.sendMessage}
              </Button>
              {isBlocked ? (
                <Button onClick={() => void setBlocked(false)}>{lateWords.unblock}</Button>
              ) : (
                <Button onClick={() => (isBlocking.value = true)}>{lateWords.block}</Button>
              )}
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** What everybody may know of somebody. */
function Facts({ person }: { readonly person: Person }) {
  const chat = useChat();
  const isInTouch = useIsInTouch();
  const card = chat.people.card.value;
  const facts = [
    card && card.login !== card.name ? lateWords.logsInAs(card.login) : '',
    card ? lateWords.serverRoles[card.role] : '',
    person.id === chat.account.value.id ? words.you : '',
  ].filter((fact) => fact !== '');
  return (
    <div class="profile-card-facts">
      <StatusLine status={card?.status} />
      {card && <QuietMark profile={card} />}
      {isInTouch && chat.people.online.value.has(person.id) && (
        <span class="room-header-fact">
          <span class="here-dot" />
          {words.isHere}
        </span>
      )}
      {card?.timeZone !== undefined && <span>{lateWords.localTime(chat.now, card.timeZone)}</span>}
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </div>
  );
}
