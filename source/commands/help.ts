/** Help for people, and the same as Markdown, from the table of commands. */

import {markdownTable} from '../report/table.ts';
import {foldText} from '../report/words.ts';
import {keySections} from '../ui/keys.ts';
import {type Command, type CommandName, commandByName, commands, type Flag} from './commands.ts';

const width = 80;
const description = 'ptelab: a terminal lab for lockless updates of kernel page tables';

/** `ptelab --help`: all commands, one line each. */
export function generalHelp(): string {
	const names = commands.map(command =>
		`${command.name} ${command.usage.replaceAll('[flags]', '')}`.trimEnd(),
	);
	const column = Math.max(...names.map(name => name.length)) + 4;
	const lines = commands.flatMap((command, index) =>
		described(`  ${names[index] ?? command.name}`, column, command.summary),
	);

	return text([
		description,
		'',
		'Usage: ptelab [command] [flags]',
		'',
		'Commands (live when none is given):',
		...lines,
		'',
		'Flags of each command: ptelab <command> --help',
		'Colour: NO_COLOR turns it off, FORCE_COLOR=1 turns it on.',
	]);
}

/** `ptelab <command> --help`. */
export function commandHelp(name: CommandName): string {
	const command = commandByName(name);
	const flags = command.flags.map(flag => flagUsage(flag));
	const column = Math.min(Math.max(...flags.map(flag => flag.length)) + 4, 30);

	return text([
		`Usage: ${usageLine(command)}`,
		'',
		...foldText(`${capital(command.summary)}.`, width),
		...command.text.flatMap(paragraph => ['', ...foldText(paragraph, width)]),
		'',
		'Flags:',
		...command.flags.flatMap((flag, index) =>
			described(`  ${flags[index] ?? flag.name}`, column, `${flag.text}${defaultText(flag)}`),
		),
		'',
		...(command.name === 'live' ? keysText() : []),
		'Exit status:',
		...command.exits.flatMap(exit => described(`  ${exit.status}`, 8, exit.text)),
		'',
		'Examples:',
		...command.examples.map(example => `  ${example}`),
	]);
}

/** The keys of the terminal UI, part by part. */
function keysText(): string[] {
	return keySections().flatMap(({title, rows}) => [
		`${title}:`,
		...rows.flatMap(row => described(`  ${row.shown}`, 15, row.text)),
		'',
	]);
}

/** The commands and the flags of each as Markdown tables, for the readme and the documents. */
export function commandsMarkdown(): string {
	const left = (title: string) => ({title, align: 'left' as const});
	const overview = markdownTable({
		columns: [left('command'), left('does'), left('exit status')],
		rows: commands.map(command => [
			`\`${usageLine(command)}\``,
			command.summary,
			command.exits.map(exit => `${exit.status} ${exit.text}`).join('; '),
		]),
	});
	const details = commands
		.filter(command => command.flags.length > 1)
		.map(command => {
			const table = markdownTable({
				columns: [left('flag'), left('default'), left('meaning')],
				rows: command.flags.map(flag => [`\`${flagUsage(flag)}\``, flag.default ?? '', flag.text]),
			});

			return `### ptelab ${command.name}\n\n${table}`;
		});

	return [overview, ...details].join('\n');
}

/** `ptelab live [flags]` */
export function usageLine(command: Command): string {
	return `ptelab ${command.name} ${command.usage}`.trimEnd();
}

/** `-c, --cpus <n>` */
export function flagUsage(flag: Flag): string {
	const names = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
	switch (flag.kind.type) {
		case 'boolean':
			return names;
		case 'integer':
			return flag.kind.bare === undefined
				? `${names} <${flag.kind.placeholder}>`
				: `${names} [${flag.kind.placeholder}]`;
		default:
			return `${names} <${flag.kind.placeholder}>`;
	}
}

function defaultText(flag: Flag): string {
	return flag.default === undefined ? '' : ` [default: ${flag.default}]`;
}

/** A term and its description in two columns; a long term puts the description on the next line. */
function described(term: string, column: number, meaning: string): string[] {
	const lines = foldText(meaning, width - column).map(line => `${' '.repeat(column)}${line}`);
	const [first, ...rest] = lines;
	return term.length > column - 2 || first === undefined
		? [term, ...lines]
		: [`${term.padEnd(column)}${first.trimStart()}`, ...rest];
}

function capital(sentence: string): string {
	return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function text(lines: readonly string[]): string {
	return `${lines.join('\n')}\n`;
}
