/** The line at the top: what runs, how it runs, and whether the books balance. The least important parts give way first. */
import type {Books, MachineSnapshot} from '../../machine/lab.ts';
import type {SessionData} from '../model/session-data.ts';
import {paint} from '../screen/sgr.ts';
import {formatDuration} from '../text/numbers.ts';
import {fit, printable, visibleWidth} from '../text/visible.ts';
import type {Look} from './look.ts';

interface Piece {
	text: string;
	/** Pieces with the greatest number give way first; 0 stays. */
	rank: number;
}

/** What the state line is made of. */
export interface StateLineInput {
	data: SessionData;
	/** Operations asked for and not finished, in words. */
	pending: readonly string[];
	selected: string;
}

/** The state line, exactly `width` columns. */
export const stateLine = (input: StateLineInput, width: number, look: Look): string => {
	const {data} = input;
	const {options} = data;
	const pieces = (which: 'all' | 'first', reasons: 'with reasons' | 'names only'): Piece[] => [
		{text: paint(look.theme.title, 'ptelab'), rank: 0},
		{text: runText(input, look), rank: 0},
		...failurePieces(data.machines, reasons, look),
		{text: archNames(data, input.selected, which), rank: 1},
		{text: options.variant, rank: 1},
		{text: `${options.cpus} ${options.cpus === 1 ? 'CPU' : 'CPUs'}`, rank: 2},
		{text: `seed ${options.seed}`, rank: 4},
		{text: options.chaos === 0 ? 'chaos off' : paint(look.theme.warn, `chaos ${options.chaos}`), rank: 3},
		{text: booksText(data.machines, look), rank: 0},
	];
	const forms = [
		join(pieces('all', 'with reasons')),
		join(pieces('first', 'with reasons')),
		join(withoutLeast(pieces('first', 'with reasons'), width)),
	];
	const line = forms.find(text => visibleWidth(text) <= width);
	return fit(line ?? join(withoutLeast(pieces('first', 'names only'), width)), width, look.glyphs.ellipsis);
};

const join = (pieces: readonly Piece[]): string => pieces.map(piece => piece.text).join('  ');

/** The pieces left when the least important have gone until the rest fits, or until none may go. */
const withoutLeast = (pieces: readonly Piece[], width: number): readonly Piece[] => {
	const rank = Math.max(...pieces.map(piece => piece.rank));
	if (rank === 0 || visibleWidth(join(pieces)) <= width) return pieces;
	return withoutLeast(
		pieces.filter(piece => piece.rank < rank),
		width,
	);
};

const archNames = ({machines}: SessionData, selected: string, which: 'all' | 'first'): string => {
	const names = machines.map(machine => machine.options.arch);
	if (which === 'all') return names.join(' ');
	const shown = names.includes(selected) ? selected : (names[0] ?? 'no machine');
	return names.length > 1 ? `${shown} +${names.length - 1}` : shown;
};

const runText = ({data, pending}: StateLineInput, look: Look): string => {
	const time = formatDuration(Math.max(0, ...data.machines.map(machine => machine.runMilliseconds)));
	const first = pending[0];
	if (first !== undefined) return paint(look.theme.banner, ` ${first}${look.glyphs.ellipsis} `);
	const states = new Set(data.machines.map(machine => machine.state));
	if (states.has('booting')) return paint(look.theme.banner, ' BOOTING ');
	if (states.has('pausing')) return paint(look.theme.banner, ' PAUSING ');
	if (states.has('running')) return `${paint(look.theme.good, 'RUNNING')} ${time}`;
	if (states.has('paused')) return `${paint(look.theme.banner, ' PAUSED ')} ${time}`;
	return states.has('failed') ? paint(look.theme.bad, 'FAILED') : `STOPPED ${time}`;
};

const failurePieces = (
	machines: readonly MachineSnapshot[],
	reasons: 'with reasons' | 'names only',
	{theme, glyphs}: Look,
): Piece[] =>
	machines
		.filter(machine => machine.state === 'failed')
		.map(({options, failure}) => {
			const reason = failure === null || reasons === 'names only' ? '' : `: ${printable(failure)}`;
			return {text: paint(theme.bad, `${glyphs.bad} ${options.arch} failed${reason}`), rank: 0};
		});

const booksText = (machines: readonly MachineSnapshot[], {theme, glyphs}: Look): string => {
	const wrong = machines.find(machine => machine.books !== null && !machine.books.balanced);
	if (wrong?.books) {
		return paint(
			theme.bad,
			`books ${glyphs.bad} ${wrong.options.arch} ${firstWrongLine(wrong.books, glyphs.unequal)}`,
		);
	}
	const checked = machines.filter(machine => machine.books !== null).length;
	if (checked === 0) return paint(theme.faint, 'books unchecked');
	if (checked < machines.length) return `books ${glyphs.good} ${checked} of ${machines.length}`;
	return paint(theme.good, `books ${glyphs.good}`);
};

const firstWrongLine = (books: Books, unequal: string): string => {
	const line = books.lines.find(candidate => !candidate.ok);
	return line === undefined ? 'not balanced' : `${line.name} ${line.counted}${unequal}${line.found}`;
};
