/** The programs, the keys that load them, and how each stands in the selected machine. */
import type {MachineSnapshot, ProgramSnapshot} from '../../machine/lab.ts';
import type {ProgramChoice} from '../options.ts';
import {paint} from '../screen/sgr.ts';
import {countWidth, formatCount} from '../text/numbers.ts';
import {cut, fit, printable, visibleWidth} from '../text/visible.ts';
import {type Look, titleLine} from './look.ts';

/** A program as the pane shows it. */
interface ProgramLine {
	key: string;
	id: string;
	text: string;
	snapshot: ProgramSnapshot | undefined;
}

/** Every program there is a key for, then those a machine knows besides. */
export const programLines = (
	programs: readonly ProgramChoice[],
	machine: MachineSnapshot | undefined,
): ProgramLine[] => {
	const snapshots = new Map((machine?.programs ?? []).map(program => [program.id, program]));
	const known = programs.map(({id, key, text}) => ({key, id, text, snapshot: snapshots.get(id)}));
	const others = [...snapshots.values()]
		.filter(snapshot => !programs.some(program => program.id === snapshot.id))
		.map(snapshot => ({key: '', id: snapshot.id, text: '', snapshot}));
	return [...known, ...others];
};

/** As a list with a title, one program a line. */
export const programsList = (
	lines: readonly ProgramLine[],
	width: number,
	height: number,
	look: Look,
): string[] => {
	const title = titleLine('programs', 'violations, runs', width, look);
	const room = Math.max(0, height - 1);
	const isCut = lines.length > room;
	const shown = isCut ? lines.slice(0, Math.max(0, room - 1)) : lines;
	const rows = shown.map(line => programRow(line, width, look));
	const rest = lines.length - shown.length;
	if (isCut && room > 0) rows.push(paint(look.theme.faint, fit(`  ${rest} more: key p`, width)));
	return [title, ...rows].slice(0, height);
};

const programRow = (line: ProgramLine, width: number, look: Look): string => {
	const {sign, style, word} = stateLooks(line.snapshot?.state ?? 'absent', look);
	const figures =
		line.snapshot === undefined || line.snapshot.state === 'absent' ? '' : figuresText(line.snapshot);
	const key = paint(look.theme.key, (line.key || ' ').padEnd(1));
	const name = fit(
		printable(line.id),
		Math.max(8, width - 2 - 2 - 9 - 2 * (countWidth + 1) - 1),
		look.glyphs.ellipsis,
	);
	return fit(`${key} ${paint(style, sign)} ${name} ${paint(style, word.padEnd(8))} ${figures}`, width);
};

const figuresText = ({violations, runs}: ProgramSnapshot): string =>
	`${formatCount(violations).padStart(countWidth)} ${formatCount(runs).padStart(countWidth)}`;

/** Narrowest cell of the strip. */
const leastCell = 15;

/** As a strip without a title: key, state, name and violations, several on a line. */
export const programsStrip = (
	lines: readonly ProgramLine[],
	width: number,
	height: number,
	look: Look,
): string[] => {
	const mostPerLine = Math.max(1, Math.floor(width / leastCell));
	const perLine = Math.min(mostPerLine, Math.max(1, Math.ceil(lines.length / Math.max(1, height))));
	const cell = Math.floor(width / perLine);
	const fitting = perLine * height;
	const rest = lines.length - fitting;
	return Array.from({length: height}, (_, row) => {
		const cells = lines
			.slice(row * perLine, (row + 1) * perLine)
			.map(line => stripCell(line, cell - 1, look));
		if (rest > 0 && row === height - 1)
			cells[perLine - 1] = paint(look.theme.faint, fit(`${rest + 1} more: key p`, cell - 1));
		return fit(cells.join(' '), width);
	});
};

const stripCell = (line: ProgramLine, width: number, look: Look): string => {
	const {sign, style} = stateLooks(line.snapshot?.state ?? 'absent', look);
	const violations = line.snapshot?.violations ?? 0;
	const count = violations === 0 ? '' : ` ${formatCount(violations)}`;
	const name = cut(printable(line.id), width - 3 - count.length, look.glyphs.ellipsis);
	const shown = `${paint(look.theme.key, line.key || ' ')}${paint(style, sign)} ${name}${paint(look.theme.warn, count)}`;
	return shown + ' '.repeat(Math.max(0, width - visibleWidth(shown)));
};

/** Sign, word and style of a program's state. */
export const stateLooks = (
	state: ProgramSnapshot['state'],
	{theme, glyphs}: Look,
): {sign: string; style: string; word: string} => {
	switch (state) {
		case 'absent':
			return {sign: glyphs.absent, style: theme.faint, word: ''};
		case 'loaded':
			return {sign: glyphs.loaded, style: theme.good, word: 'loaded'};
		case 'stopped':
			return {sign: glyphs.stopped, style: theme.faint, word: 'stopped'};
		case 'unloaded':
			return {sign: glyphs.bad.slice(0, 1), style: theme.bad, word: 'unloaded'};
	}
};
