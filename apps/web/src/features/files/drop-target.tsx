import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { words } from '../../words/words.ts';

interface DropTargetProps {
  readonly room: string;
  readonly onDrop: (files: readonly File[]) => void;
}

/** The whole page takes files that are dragged over it, and says so while they are. */
export function DropTarget({ room, onDrop }: DropTargetProps) {
  const isOver = useSignal(false);
  useEffect(() => {
    /** Every element that is entered and left on the way tells of it. */
    let depth = 0;
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
    const listening = new AbortController();
    const listen = (type: 'dragenter' | 'dragleave' | 'dragover' | 'drop', heard: (event: DragEvent) => void) =>
      addEventListener(type, (event) => hasFiles(event) && heard(event), listening);
    listen('dragenter', () => (isOver.value = ++depth > 0));
    listen('dragleave', () => (isOver.value = --depth > 0));
    listen('dragover', (event) => event.preventDefault());
    listen('drop', (event) => {
      event.preventDefault();
      depth = 0;
      isOver.value = false;
      onDrop([...(event.dataTransfer?.files ?? [])]);
    });
    return () => listening.abort();
  }, [onDrop]);
  return isOver.value ? <div class="drop-target">{words.dropHere(room)}</div> : null;
}
