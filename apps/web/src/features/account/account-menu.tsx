import { type Signal, useSignal } from '@preact/signals';
import type { TargetedFocusEvent } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { Name } from '../../design/name.tsx';
import { Picture } from '../people/picture.tsx';
import { useQuiet } from '../people/use-quiet.ts';
import type { Overlay } from '../../models/overlay.ts';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import './account-menu.css';
import { AppItems } from './app-items.tsx';
import { ListOrder } from './list-order.tsx';
import { LogOut } from './log-out.tsx';
import { ThemeChoice } from './theme-choice.tsx';

/** Who one is here, and what belongs to that. */
export function AccountMenu({ overlay }: { readonly overlay: Signal<Overlay> }) {
  const account = useChat().account.value;
  const isQuiet = useQuiet(account);
  const isOpen = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  const close = (): void => void (isOpen.value = false);
  useEffect(() => {
    if (!isOpen.value) return;
    const pressed = (event: Event): void => {
      if (!menu.current?.contains(event.target as Node) && !button.current?.contains(event.target as Node)) close();
    };
    document.addEventListener('pointerdown', pressed);
    return () => document.removeEventListener('pointerdown', pressed);
  }, [isOpen.value]);

  function keyed(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !isOpen.value) return;
    event.preventDefault();
    close();
    button.current?.focus();
  }

  function left({ currentTarget, relatedTarget }: TargetedFocusEvent<HTMLDivElement>): void {
    if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) close();
  }

  return (
    <div class="account" onKeyDown={keyed} onFocusOut={left}>
      <button
        ref={button}
        type="button"
        class="account-button"
        aria-label={isQuiet ? words.accountQuiet(account.name) : words.account(account.name)}
        title={isQuiet ? words.quiet : undefined}
        aria-expanded={isOpen.value}
        aria-controls={isOpen.value ? id : undefined}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <Picture person={account} size="small" />
        <Name>{account.name}</Name>
        {isQuiet && (
          <span class="account-quiet">
            <Icon name="moon" />
          </span>
        )}
        <Icon name="more" />
      </button>
      {/* Behind the button: Tab goes from it into the menu, and from its last item out of it. */}
      {isOpen.value && (
        <div ref={menu} id={id} class="account-menu">
          <ThemeChoice />
          <ListOrder />
          <AppItems overlay={overlay} onChosen={close} />
          {account.role === 'operator' && <OperatorItems overlay={overlay} onChosen={close} />}
          <LogOut overlay={overlay} onChosen={close} />
        </div>
      )}
    </div>
  );
}

interface OperatorItemsProps {
  readonly overlay: Signal<Overlay>;
  readonly onChosen: () => void;
}

const OPERATOR_ITEMS = {
  registration: words.registrationTitle,
  'reset-link': words.resetLinkTitle,
  clients: words.clientsTitle,
} as const;

function OperatorItems({ overlay, onChosen }: OperatorItemsProps) {
  const open = (item: Overlay): void => {
    onChosen();
    overlay.value = item;
  };
  return (
    <div class="account-section" role="group" aria-label={words.operatorTitle}>
      <p class="account-title" aria-hidden="true">
        {words.operatorTitle}
      </p>
      {(Object.keys(OPERATOR_ITEMS) as (keyof typeof OPERATOR_ITEMS)[]).map((item) => (
        <button key={item} type="button" class="account-item" onClick={() => open(item)}>
          {OPERATOR_ITEMS[item]}
        </button>
      ))}
    </div>
  );
}
