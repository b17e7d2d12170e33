import { useEffect } from 'preact/hooks';
import { useChat } from '../../page.ts';

/** The browser asks before it leaves a page with files that were chosen and not sent: nothing brings them back. */
export function useLeaveWarning(): void {
  const { attaching } = useChat();
  useEffect(() => {
    const leaving = (event: Event): void => {
      if (attaching.hasChosen) event.preventDefault();
    };
    addEventListener('beforeunload', leaving);
    return () => removeEventListener('beforeunload', leaving);
  }, [attaching]);
}
