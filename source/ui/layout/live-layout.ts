/**
 * Where each pane of the live view is, from nothing but sizes and counts. Panes fill the terminal exactly.
 *
 * Narrow, one column:            Wide (from 112 columns):
 *
 *     state                          state
 *     counter table                  counter table
 *     rates                          map            │ rates
 *     map                                           │ CPUs
 *     CPUs                           narration      │ programs
 *     programs                       stream         │
 *     narration                      keys
 *     stream
 *     keys
 */
import {gridRows, mapGrid} from '../model/arena-heat.ts';
import {cellWidth, counterOrder} from '../model/counter-columns.ts';
import {allocate} from './allocate.ts';

export interface Rect {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** What the layout depends on. */
export interface LayoutNeeds {
	columns: number;
	rows: number;
	/** Rows the counter table could show. */
	tableRows: number;
	cpus: number;
	programs: number;
	/** Widest first cell of the table. */
	nameWidth: number;
	/** Lines the narration wants, title included; 0 for none. */
	narrationLines: number;
	/** Arena pages the map covers. */
	mapPages: number;
}

export interface TableLayout {
	rect: Rect;
	/** True: ink-table's full frame. False: no rules between rows. */
	isBoxed: boolean;
	/** Rows of data it shows. */
	rows: number;
	/** Counter columns that fit. */
	counters: number;
	nameWidth: number;
}

export interface LiveLayout {
	isWide: boolean;
	state: Rect;
	table: TableLayout;
	rates: Rect;
	map: Rect;
	cpus: Rect;
	programs: Rect;
	/** Null without narration. */
	narration: Rect | null;
	stream: Rect;
	keys: Rect;
	/** The wall between the two columns; null when narrow. */
	wall: Rect | null;
}

/** Narrowest terminal that gets two columns. */
export const wideFrom = 112;

/** Lays the live view out. Needs at least 80×24. */
export const liveLayout = (needs: LayoutNeeds): LiveLayout =>
	needs.columns >= wideFrom ? wideLayout(needs) : narrowLayout(needs);

const wideLayout = (needs: LayoutNeeds): LiveLayout => {
	const {columns, rows} = needs;
	const table = tableLayout(needs, Math.floor((rows - 2) * 0.38), 1);
	const top = 1 + table.rect.height;
	const bodyHeight = rows - 1 - top;
	const side = Math.min(64, Math.max(46, Math.floor(columns * 0.36)));
	const main = columns - side - 1;
	const narration = needs.narrationLines;
	const mapLines = 1 + gridRows(mapGrid(main, Math.max(4, Math.floor(bodyHeight * 0.5)), needs.mapPages));
	const left = allocate(
		bodyHeight,
		[
			{name: 'stream', least: 5},
			{name: 'map', least: Math.min(4, mapLines)},
			{name: 'narration', least: Math.min(narration, 4)},
		],
		[
			{name: 'narration', upTo: narration},
			{name: 'map', upTo: mapLines},
		],
		'stream',
	);
	const right = allocate(
		bodyHeight,
		[
			{name: 'rates', least: 4},
			{name: 'cpus', least: 3},
			{name: 'programs', least: 4},
		],
		[
			{name: 'cpus', upTo: 1 + needs.cpus},
			{name: 'programs', upTo: 1 + needs.programs},
			{name: 'rates', upTo: 9},
			{name: 'cpus', upTo: 1 + needs.cpus * 2},
		],
		'programs',
	);
	const x = main + 1;
	return {
		isWide: true,
		state: {x: 0, y: 0, width: columns, height: 1},
		table,
		map: {x: 0, y: top, width: main, height: left.map},
		narration: narration === 0 ? null : {x: 0, y: top + left.map, width: main, height: left.narration},
		stream: {x: 0, y: top + left.map + left.narration, width: main, height: left.stream},
		wall: {x: main, y: top, width: 1, height: bodyHeight},
		rates: {x, y: top, width: side, height: right.rates},
		cpus: {x, y: top + right.rates, width: side, height: right.cpus},
		programs: {x, y: top + right.rates + right.cpus, width: side, height: right.programs},
		keys: {x: 0, y: rows - 1, width: columns, height: 1},
	};
};

const narrowLayout = (needs: LayoutNeeds): LiveLayout => {
	const {columns, rows} = needs;
	const narration = needs.narrationLines;
	const tableLines = Math.min(needs.tableRows, narration > 0 ? 2 : 4) + 1;
	const mapLines = (most: number) => 1 + gridRows(mapGrid(columns, most - 1, needs.mapPages));
	const given = allocate(
		rows - 2,
		[
			{name: 'table', least: Math.min(2, tableLines)},
			{name: 'stream', least: 4},
			{name: 'map', least: mapLines(3)},
			{name: 'rates', least: 1},
			{name: 'cpus', least: 2},
			{name: 'programs', least: 1},
			{name: 'narration', least: Math.min(narration, 5)},
		],
		[
			{name: 'table', upTo: tableLines},
			{name: 'cpus', upTo: 1 + Math.min(2, needs.cpus)},
			{name: 'map', upTo: mapLines(4)},
			{name: 'programs', upTo: 2},
			{name: 'stream', upTo: 7},
			{name: 'narration', upTo: narration},
			{name: 'cpus', upTo: 1 + Math.min(4, needs.cpus)},
			{name: 'rates', upTo: 3},
			{name: 'map', upTo: mapLines(6)},
			{name: 'stream', upTo: 10},
			{name: 'programs', upTo: Math.ceil(needs.programs / 3)},
			{name: 'table', upTo: needs.tableRows + 1},
			{name: 'map', upTo: mapLines(10)},
		],
		'stream',
	);
	let y = 1;
	const place = (height: number): Rect => {
		const rect = {x: 0, y, width: columns, height};
		y += height;
		return rect;
	};
	const state = {x: 0, y: 0, width: columns, height: 1};
	const table = tableLayout(needs, given.table, 0);
	place(given.table);
	return {
		isWide: false,
		state,
		table: {...table, rect: {...table.rect, height: given.table}},
		rates: place(given.rates),
		map: place(given.map),
		cpus: place(given.cpus),
		programs: place(given.programs),
		narration: narration === 0 ? null : place(given.narration),
		stream: place(given.stream),
		keys: {x: 0, y: rows - 1, width: columns, height: 1},
		wall: null,
	};
};

/**
 * The counter table in at most `lines` lines: boxed when the whole of it fits boxed, else without rules. `margin` is
 * the number of blank lines it is followed by.
 */
export const tableLayout = (
	needs: Pick<LayoutNeeds, 'columns' | 'tableRows' | 'nameWidth'>,
	lines: number,
	margin: number,
): TableLayout => {
	const {columns, tableRows, nameWidth} = needs;
	const isBoxed = tableRows * 2 + 3 <= lines && columns >= wideFrom;
	const rows = isBoxed ? tableRows : Math.max(1, Math.min(tableRows, lines - 1 - margin));
	const height = isBoxed ? rows * 2 + 3 : rows + 1 + margin;
	// A cell takes its text, and in the box a blank at both ends and a wall after it.
	const room = isBoxed ? columns - (nameWidth + 4) : columns - (nameWidth + 1);
	const counters = Math.floor(room / (isBoxed ? cellWidth + 3 : cellWidth + 1));
	return {
		rect: {x: 0, y: 1, width: columns, height},
		isBoxed,
		rows,
		counters: Math.max(1, Math.min(counterOrder.length, counters)),
		nameWidth,
	};
};

/** The rectangle below a pane's title line. */
export const belowTitle = (rect: Rect): Rect => ({
	...rect,
	y: rect.y + 1,
	height: Math.max(0, rect.height - 1),
});
