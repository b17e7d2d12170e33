import type { ComponentChildren, ButtonHTMLAttributes } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import './button.css';

export type ButtonKind = 'primary' | 'plain' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes {
  readonly kind?: ButtonKind;
  readonly isBusy?: boolean;
  readonly children: ComponentChildren;
}

/** A busy button stays focusable and says so, but presses do nothing. */
export function Button({ kind = 'plain', isBusy = false, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`button button-${kind}`}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
    >
      {children}
      {isBusy && <span class="button-thread" />}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes {
  readonly icon: IconName;
  readonly label: string;
}

export function IconButton({ icon, label, ...rest }: IconButtonProps) {
  return (
    <button type="button" title={label} {...rest} class="icon-button" aria-label={label}>
      <Icon name={icon} />
    </button>
  );
}
