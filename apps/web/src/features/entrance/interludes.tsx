import { useEffect } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { Card } from './card.tsx';

const TRY_EVERY_MS = 3_000;

/** No answer at all, before there was anything to show. */
export function Unreachable() {
  const { visit } = usePage();
  useEffect(() => {
    const timer = setInterval(() => void visit.begin(), TRY_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Card title={words.unreachableTitle} text={words.unreachableText}>
      <Button kind="primary" onClick={() => visit.begin()}>
        {words.tryNow}
      </Button>
    </Card>
  );
}

export function Outdated() {
  const { keeper } = usePage();
  return (
    <Card title={words.outdatedTitle} text={words.outdatedText}>
      <Button kind="primary" onClick={() => keeper.reload()}>
        {words.reload}
      </Button>
    </Card>
  );
}

export function Ended() {
  const { visit } = usePage();
  return (
    <Card title={words.endedTitle} text={words.endedText}>
      <Button kind="primary" onClick={() => visit.begin()}>
        {words.comeBack}
      </Button>
    </Card>
  );
}
