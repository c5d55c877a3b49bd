/**
 * Rates of the selected machine as sparklines, each with its present value and the top of its scale. While the machine
 * stands still its books take the same place.
 */
import type {Books, MachineSnapshot} from '../../machine/lab.ts';
import type {CounterId} from '../../machine/vocabulary.ts';
import {type RateHistory, ratedCounters} from '../model/rates.ts';
import {paint} from '../screen/sgr.ts';
import {formatCount, formatRate} from '../text/numbers.ts';
import {scaleTop, sparkline} from '../text/sparkline.ts';
import {fit, fitRight, printable} from '../text/visible.ts';
import {type Look, titleLine} from './look.ts';

/** Names of the rates, at most 11 columns. */
const rateNames: Partial<Record<CounterId, string>> = {
	installs: 'installs/s',
	scratch_installs: 'scratch/s',
	clears: 'clears/s',
	faults: 'faults/s',
	scratch_collisions: 'collide/s',
	violations: 'violate/s',
	tlb_flushes: 'flushes/s',
	operations: 'ops/s',
};
const nameWidth = 11;
const valueWidth = 6;

/** The pane's rows; from three lines on the first is a title. */
export const ratesPane = (
	machine: MachineSnapshot | undefined,
	history: RateHistory,
	width: number,
	height: number,
	look: Look,
): string[] => {
	const arch = machine?.options.arch ?? '';
	const isStill = machine !== undefined && machine.state === 'paused' && machine.books !== null;
	const hasTitle = height >= 3;
	const lines = hasTitle ? height - 1 : height;
	if (isStill && machine.books !== null) {
		const rows = booksRows(machine.books, width, lines, look);
		const verdict = machine.books.balanced
			? `${look.glyphs.good} balanced`
			: paint(look.theme.bad, `${look.glyphs.bad} NOT balanced`);
		return hasTitle ? [titleLine(`books ${arch}`, verdict, width, look), ...rows] : rows;
	}
	if (machine?.state === 'failed') {
		const reason = printable(machine.failure ?? 'no reason given');
		const text = paint(look.theme.bad, `${look.glyphs.bad} ${arch} failed: ${reason}`);
		const rows = Array.from({length: lines}, (_, line) =>
			fit(line === 0 ? text : '', width, look.glyphs.ellipsis),
		);
		return hasTitle ? [titleLine(`rates ${arch}`, '', width, look), ...rows] : rows;
	}
	const perLine = !hasTitle || width >= 76 ? 2 : 1;
	const rows = rateRows(history, width, lines, perLine, look);
	return hasTitle ? [titleLine(`rates ${arch}`, 'bars, now, top of scale', width, look), ...rows] : rows;
};

const rateRows = (
	history: RateHistory,
	width: number,
	lines: number,
	perLine: number,
	look: Look,
): string[] => {
	const cell = Math.floor((width - (perLine - 1) * 2) / perLine);
	return Array.from({length: lines}, (_, line) => {
		const ids = ratedCounters.slice(line * perLine, (line + 1) * perLine);
		return fit(ids.map(id => rateCell(id, history.get(id) ?? [], cell, look)).join('  '), width);
	});
};

/** One rate in exactly `width` columns: name, bars, value now, top of the scale. */
export const rateCell = (
	id: CounterId,
	samples: readonly (number | null)[],
	width: number,
	{theme, glyphs}: Look,
): string => {
	const barsWidth = Math.max(1, width - nameWidth - valueWidth * 2 - 2);
	const shown = samples.slice(-barsWidth);
	const top = scaleTop(Math.max(0, ...shown.map(sample => sample ?? 0)));
	const now = samples.at(-1);
	const value = now === undefined || now === null ? '-' : formatRate(now);
	const bars = sparkline(shown, barsWidth, top, glyphs);
	return (
		fit(rateNames[id] ?? id, nameWidth) +
		paint(theme.spark, bars) +
		fitRight(value, valueWidth) +
		paint(theme.faint, ` /${formatCount(top).padEnd(valueWidth)}`)
	);
};

/** The books in `lines` lines, wrong lines first; several on a line where they would not fit otherwise. */
export const booksRows = (books: Books, width: number, lines: number, look: Look): string[] => {
	const ordered = [...books.lines].sort((a, b) => Number(a.ok) - Number(b.ok));
	const perLine = Math.max(1, Math.ceil(ordered.length / Math.max(1, lines)));
	const cell = Math.max(26, Math.floor(width / perLine));
	const fitting = Math.max(1, Math.floor(width / cell));
	return Array.from({length: lines}, (_, row) =>
		fit(
			ordered
				.slice(row * fitting, (row + 1) * fitting)
				.map(line => fit(bookLine(line, look), cell - 1, look.glyphs.ellipsis))
				.join(' '),
			width,
		),
	);
};

const bookLine = (line: Books['lines'][number], {theme, glyphs}: Look): string => {
	const figures = line.ok
		? `${formatCount(line.counted)} = ${formatCount(line.found)}`
		: `${line.counted} ${glyphs.unequal} ${line.found}`;
	return paint(line.ok ? '' : theme.bad, `${line.ok ? glyphs.good : glyphs.bad} ${line.name} ${figures}`);
};
