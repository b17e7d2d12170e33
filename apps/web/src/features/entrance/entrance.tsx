import { useSignal } from '@preact/signals';
import type { ServerView } from '@skein/protocol/rest';
import type { EntranceReason } from '../../models/visit.ts';
import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { Card } from './card.tsx';
import { LogInForm } from './log-in-form.tsx';
import { RegisterForm } from './register-form.tsx';

interface EntranceProps {
  readonly server: ServerView;
  readonly reason: EntranceReason | undefined;
}

/** Log in or register. */
export function Entrance({ server, reason }: EntranceProps) {
  const { memory } = usePage();
  const isNew = useSignal(false);
  const canRegister = server.registration !== 'closed' && !server.unclaimed;
  const isRegistering = isNew.value && canRegister;
  const greeting = memory.read('room') === undefined ? words.welcome : words.welcomeBack;
  return (
    <Card key={isRegistering ? 'register' : 'log-in'} title={isRegistering ? words.joinUs : greeting}>
      {reason && !isRegistering && (
        <p class="entrance-note" role="status">
          {words.reasons[reason]}
        </p>
      )}
      {isRegistering ? <RegisterForm needsCode={server.registration === 'code'} /> : <LogInForm />}
      <div class="entrance-switch">
        {canRegister ? (
          <>
            <span>{isRegistering ? words.knownHere : words.newHere}</span>
            <button type="button" class="link-button" onClick={() => (isNew.value = !isRegistering)}>
              {isRegistering ? words.logIn : words.register}
            </button>
          </>
        ) : (
          <p>{server.unclaimed ? words.unclaimed : words.registrationClosed}</p>
        )}
      </div>
    </Card>
  );
}
