import { useSignal } from '@preact/signals';
import type { ClientView } from '@skein/protocol/rest';
import { useEffect } from 'preact/hooks';
import type { ClientList } from '../../connection/operator-api.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import { Name } from '../../design/name.tsx';
import type { Trouble } from '../../models/trouble.ts';
import { usePage } from '../../page.ts';
import { formatNumber, formatTime } from '../../words/intl.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './operator.css';

/** Who is connected, on every worker, and a way to end one. */
export function LiveClients({ onClose }: { readonly onClose: () => void }) {
  const { operator } = usePage();
  const list = useSignal<ClientList | undefined>(undefined);
  const trouble = useSignal<Trouble | undefined>(undefined);
  const isBusy = useSignal(false);

  async function load(): Promise<void> {
    isBusy.value = true;
    const answer = await operator.clients();
    isBusy.value = false;
    trouble.value = answer.ok ? undefined : answer.error;
    if (answer.ok) list.value = answer.value;
  }

  async function end(client: ClientView): Promise<void> {
    const answer = await operator.endClient(client.id);
    if (!answer.ok) trouble.value = answer.error;
    else await load();
  }

  useEffect(() => void load(), []);
  return (
    <Dialog title={words.clientsTitle} shape="wide" onClose={onClose}>
      <div class="clients-bar">
        <p role="status">{list.value && lateWords.clientsCount(list.value.count)}</p>
        <Button isBusy={isBusy.value} onClick={load}>
          {lateWords.refresh}
        </Button>
      </div>
      <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
      <div class="clients-frame" tabIndex={0} role="region" aria-label={words.clientsTitle}>
        <table class="clients">
          <thead>
            <tr>
              {Object.values(lateWords.clientColumns).map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {list.value?.clients.map((client) => (
              <ClientRow key={client.id} client={client} onEnd={() => end(client)} />
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}

function ClientRow({ client, onEnd }: { readonly client: ClientView; readonly onEnd: () => void }) {
  return (
    <tr>
      <th scope="row">
        <Name>{client.name}</Name>
      </th>
      <td>{client.address}</td>
      <td>{client.worker}</td>
      <td>{client.rooms}</td>
      <td>{formatTime(client.since)}</td>
      <td>
        {formatNumber(client.messagesIn)} / {formatNumber(client.messagesOut)}
      </td>
      <td>{lateWords.bytes(client.bytesBuffered)}</td>
      <td>
        <Button onClick={onEnd} aria-label={lateWords.endClient(client.name)}>
          {lateWords.end}
        </Button>
      </td>
    </tr>
  );
}
