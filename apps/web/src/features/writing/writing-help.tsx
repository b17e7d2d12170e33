import { Dialog } from '../../design/dialog.tsx';
import { COMMANDS, type CommandName } from '../../models/commands.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './writing-help.css';

/** Everything that can be written, on one sheet. */
export function WritingHelp({ onClose }: { readonly onClose: () => void }) {
  const commands = (Object.keys(COMMANDS) as CommandName[]).map((name): readonly [string, string] => {
    const { argument, help } = words.commands[name];
    return [`/${name} ${argument}`.trim(), help];
  });
  return (
    <Dialog title={lateWords.writingHelp} onClose={onClose}>
      <Section title={lateWords.writingMarks} lines={lateWords.marks} />
      <Section title={lateWords.writingCommands} lines={commands} />
      <Section title={lateWords.writingKeys} lines={lateWords.keys} />
    </Dialog>
  );
}

interface SectionProps {
  readonly title: string;
  readonly lines: readonly (readonly [string, string])[];
}

function Section({ title, lines }: SectionProps) {
  return (
    <section class="writing-help">
      <h3>{title}</h3>
      <dl>
        {lines.map(([written, meaning]) => (
          <div key={written}>
            <dt>{written}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
