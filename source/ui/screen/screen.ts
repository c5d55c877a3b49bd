/**
 * The screen writer: takes complete frames (from Ink) and overlays (dense areas painted past Ink) and sends the terminal
 * only the lines that differ, by absolute address, in one write. Nothing is written when nothing changed, and nothing
 * while the terminal has not taken the last write; the newest state is sent when it has.
 */
import {cut, dropColumns, fit, plain, visibleWidth} from '../text/visible.ts';
import {resetStyle} from './sgr.ts';

/** A dense area that is painted after the frame, over it. */
export interface Overlay {
	/** Column and line of its upper left corner, from 0. */
	x: number;
	y: number;
	/** One styled text a line. Each must take the same number of columns at every paint of an area. */
	rows: readonly string[];
}

/** The part of an output stream that the writer needs. */
export interface ScreenOutput {
	columns?: number | undefined;
	rows?: number | undefined;
	writableNeedDrain?: boolean | undefined;
	write(text: string): boolean;
	on(event: 'drain', listener: () => void): unknown;
	off(event: 'drain', listener: () => void): unknown;
}

export interface Screen {
	/** Columns and lines of the terminal now; 80×24 where it does not say. */
	size(): {columns: number; rows: number};
	/** Takes a complete frame, lines joined by line feeds, and sends what changed. */
	frame(text: string): void;
	/** Sets the overlays; they are sent with the next frame or flush. */
	stage(overlays: readonly Overlay[]): void;
	/** Sends what changed since the last write. */
	flush(): void;
	/** Clears the terminal at the next write and sends everything again. */
	repaint(): void;
	/** Nothing is written while closed; open again repaints. */
	close(): void;
	open(): void;
	/** What is on the screen as plain lines, overlays included. */
	text(): string[];
}

const clearAll = `${resetStyle}\u001B[2J`;
const eraseToEnd = '\u001B[K';
const beginSynchronized = '\u001B[?2026h';
const endSynchronized = '\u001B[?2026l';
const moveTo = (x: number, y: number): string => `\u001B[${y + 1};${x + 1}H`;

/** A writer on `output`. It starts closed. */
export const createScreen = (output: ScreenOutput): Screen => {
	let lines: readonly string[] = [];
	let overlays: readonly Overlay[] = [];
	/** What the terminal shows, by line; undefined is unknown. */
	let shownLines: (string | undefined)[] = [];
	/** What overlays have painted, by `x,y`. */
	let shownOverlays = new Map<string, string>();
	let isOpen = false;
	let mustClear = false;
	let waitsForDrain = false;

	const size = () => ({columns: output.columns || 80, rows: output.rows || 24});

	const onDrain = () => {
		waitsForDrain = false;
		output.off('drain', onDrain);
		flush();
	};

	const flush = () => {
		if (!isOpen) return;
		if (output.writableNeedDrain) {
			if (!waitsForDrain) output.on('drain', onDrain);
			waitsForDrain = true;
			return;
		}
		const changes = mustClear ? clearAll + paintChanges(true) : paintChanges(false);
		mustClear = false;
		if (changes !== '') output.write(beginSynchronized + changes + endSynchronized);
	};

	const paintChanges = (all: boolean): string => {
		if (all) {
			shownLines = [];
			shownOverlays = new Map();
		}
		const {columns, rows} = size();
		let changes = '';
		const dirty = linesLeftByOverlays();
		for (let y = 0; y < rows; y++) {
			const line = lines[y] ?? '';
			if (shownLines[y] === line && !dirty.has(y)) continue;
			const isBlankAlready = line === '' && shownLines[y] === undefined && all;
			shownLines[y] = line;
			if (isBlankAlready) continue;
			// With what lies over it, so that a terminal that shows half a frame never shows the bare line.
			changes += moveTo(0, y) + lineBytes(withOverlays(line, y), columns);
		}
		return changes + overlayChanges(columns, rows);
	};

	/** The line with every overlay's row of it in its place; they count as painted. */
	const withOverlays = (line: string, y: number): string => {
		let merged = line;
		for (const {x, y: top, rows} of overlays) {
			const row = rows[y - top];
			if (row === undefined) continue;
			shownOverlays.set(`${x},${y}`, row);
			merged = fit(merged, x, '') + row + resetStyle + dropColumns(merged, x + visibleWidth(row));
		}
		return merged;
	};

	/** Lines on which an overlay that is gone has left its paint. */
	const linesLeftByOverlays = (): Set<number> => {
		const kept = new Map<string, number>();
		for (const overlay of overlays) {
			for (const [index, row] of overlay.rows.entries()) {
				kept.set(`${overlay.x},${overlay.y + index}`, visibleWidth(row));
			}
		}
		const left = new Set<number>();
		for (const [place, text] of shownOverlays) {
			if (kept.get(place) !== undefined && kept.get(place) === visibleWidth(text)) continue;
			left.add(Number(place.slice(place.indexOf(',') + 1)));
			shownOverlays.delete(place);
		}
		return left;
	};

	const overlayChanges = (columns: number, rows: number): string => {
		let changes = '';
		for (const overlay of overlays) {
			for (const [index, row] of overlay.rows.entries()) {
				const y = overlay.y + index;
				if (y >= rows || overlay.x >= columns) continue;
				const place = `${overlay.x},${y}`;
				if (shownOverlays.get(place) === row) continue;
				shownOverlays.set(place, row);
				changes += moveTo(overlay.x, y) + cut(row, columns - overlay.x) + resetStyle;
			}
		}
		return changes;
	};

	return {
		size,
		frame(text) {
			lines = text.split('\n');
			flush();
		},
		stage(next) {
			overlays = next;
		},
		flush,
		repaint() {
			mustClear = true;
			flush();
		},
		close() {
			isOpen = false;
			output.off('drain', onDrain);
			waitsForDrain = false;
		},
		open() {
			isOpen = true;
			mustClear = true;
		},
		text() {
			const {rows, columns} = size();
			const result = Array.from({length: rows}, (_, y) => plain(lines[y] ?? ''));
			for (const overlay of overlays) {
				for (const [index, row] of overlay.rows.entries()) {
					const y = overlay.y + index;
					if (y < rows) result[y] = splice(result[y] ?? '', overlay.x, plain(row), columns);
				}
			}
			return result.map(line => line.trimEnd());
		},
	};
};

// Erasing behind a line that fills the terminal would take its last character away: the cursor still stands on it.
const lineBytes = (line: string, columns: number): string => {
	const shown = cut(line, columns);
	return shown + resetStyle + (visibleWidth(shown) < columns ? eraseToEnd : '');
};

const splice = (line: string, x: number, text: string, columns: number): string => {
	const before = fit(line, x, '');
	const characters = [...fit(line, columns, '')];
	return before + text + characters.slice(x + [...text].length).join('');
};
