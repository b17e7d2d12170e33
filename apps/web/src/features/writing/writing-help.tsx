import { Dialog } from '../../design/dialog.tsx';
import { COMMANDS, type CommandName } from '../../models/commands.ts';
import { words } from '../../words/words.ts';
import './writing-help.css';

/** Everything that can be written, on one sheet. */
export function WritingHelp({ onClose }: { readonly onClose: () => void }) {
  const commands = (Object.keys(COMMANDS) as CommandName[]).map((name): readonly [string, string] => {
    const { argument, help } = words.commands[name];
    return [`/${name} ${argument}`.trim(), help];
  });
  return (
    <Dialog title={words.writingHelp} onClose={onClose}>
      <Section title={words.writingMarks} lines={words.marks} />
      <Section title={words.writingCommands} lines={commands} />
      <Section title={words.writingKeys} lines={words.keys} />
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
