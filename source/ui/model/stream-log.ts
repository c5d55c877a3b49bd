/**
 * The streams of all machines as one list of rows, in the order they were seen. A row keeps its number for ever, so a
 * view that is scrolled back stays where it is while new rows arrive; the oldest are dropped.
 */
import type {Machine, StreamEntry} from '../../machine/lab.ts';
import type {StreamKind} from '../../machine/vocabulary.ts';
import {printable} from '../text/visible.ts';

/** One line of the stream pane. */
export interface StreamRow {
	/** Counted from 0 since the UI started. */
	number: number;
	/** `lab` is a remark of the UI itself. */
	kind: StreamKind | 'lab';
	arch: string;
	/** Null on a remark of the lab. */
	cpu: number | null;
	program: string | null;
	text: string;
	/** `file:line function`, or empty. */
	place: string;
	/** False on the second and later lines of one entry. */
	isFirst: boolean;
	/** All there is to find in the entry, lower case. */
	searchText: string;
}

/** Rows kept. */
export const logLength = 3000;

export interface StreamLog {
	/** Reads what is new from a machine; true when there was something. */
	read(arch: string, machine: Machine, runMilliseconds: number): boolean;
	/** Adds a remark of the lab. */
	remark(arch: string, text: string): void;
	/** The rows there are; the same array until something is added. */
	rows(): readonly StreamRow[];
}

interface Reader {
	machine: Machine;
	after: number;
	runMilliseconds: number;
}

/** An empty log. */
export const createStreamLog = (): StreamLog => {
	const readers = new Map<string, Reader>();
	let rows: readonly StreamRow[] = [];
	let nextNumber = 0;
	const append = (parts: readonly Omit<StreamRow, 'number'>[]) => {
		rows = [...rows, ...parts.map(part => ({...part, number: nextNumber++}))].slice(-logLength);
	};
	return {
		read(arch, machine, runMilliseconds) {
			const known = readers.get(arch);
			const isSameRun = known?.machine === machine && known.runMilliseconds <= runMilliseconds;
			const entries = machine.stream(isSameRun ? known.after : 0);
			const after = entries.at(-1)?.sequence ?? (isSameRun ? known.after : 0);
			readers.set(arch, {machine, after, runMilliseconds});
			if (entries.length > 0) append(entries.flatMap(entry => entryRows(arch, entry)));
			return entries.length > 0;
		},
		remark(arch, text) {
			const clean = printable(text);
			append([
				{
					kind: 'lab',
					arch,
					cpu: null,
					program: null,
					text: clean,
					place: '',
					isFirst: true,
					searchText: `lab ${arch} ${clean}`.toLowerCase(),
				},
			]);
		},
		rows: () => rows,
	};
};

const entryRows = (arch: string, entry: StreamEntry): Omit<StreamRow, 'number'>[] => {
	const lines = entry.text
		.split('\n')
		.map(line => printable(line.trimEnd()))
		.filter(line => line !== '');
	const inner = entry.location[0];
	const place =
		inner === undefined ? '' : printable(`${baseName(inner.file)}:${inner.line} ${inner.function}`);
	const searchText = `${arch} cpu${entry.cpu} ${entry.kind} ${entry.program ?? ''} ${lines.join(' ')} ${place}`;
	return (lines.length === 0 ? [entry.kind] : lines).map((text, index) => ({
		kind: entry.kind,
		arch,
		cpu: entry.cpu,
		program: entry.program,
		text,
		place: index === 0 ? place : '',
		isFirst: index === 0,
		searchText: searchText.toLowerCase(),
	}));
};

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The rows a filter lets through; a leading `!` turns it round, case does not count, an empty filter takes all. */
export const filterRows = (rows: readonly StreamRow[], filter: string): readonly StreamRow[] => {
	const isInverse = filter.startsWith('!');
	const wanted = (isInverse ? filter.slice(1) : filter).toLowerCase();
	if (wanted === '') return rows;
	return rows.filter(row => row.searchText.includes(wanted) !== isInverse);
};

/**
 * The `height` rows that end with row number `end`, or with the newest one when `end` is null. `below` counts the rows
 * after them.
 */
export const windowOfRows = (
	rows: readonly StreamRow[],
	end: number | null,
	height: number,
): {rows: readonly StreamRow[]; below: number} => {
	const after = end === null ? -1 : rows.findIndex(row => row.number > end);
	const last = Math.max(after < 0 ? rows.length : after, Math.min(height, rows.length));
	return {rows: rows.slice(Math.max(0, last - height), last), below: rows.length - last};
};

/** Where the stream ends after scrolling by `delta` rows (negative is back); null when that reaches the newest. */
export const scrollRows = (
	rows: readonly StreamRow[],
	end: number | null,
	delta: number,
	height: number,
): number | null => {
	const {below} = windowOfRows(rows, end, height);
	const position = Math.max(Math.min(height, rows.length), rows.length - below + delta);
	return position >= rows.length ? null : (rows[position - 1]?.number ?? null);
};
