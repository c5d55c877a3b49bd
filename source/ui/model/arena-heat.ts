/**
 * The arena map over time: the machine says what happened to a page since the last look, this lets it fade over several
 * looks so that an eye can catch it. Pure: a look gives a new map.
 */
import type {ArenaCell} from '../../machine/lab.ts';
import type {HeatKind} from '../../machine/vocabulary.ts';

/** One cell of the map. */
export interface HeatCell {
	entry: ArenaCell['entry'];
	/** What happened last, `none` once it has faded. */
	kind: HeatKind;
	/** 0 rest, up to `hottest` just now. */
	level: number;
}

/** Level of a change just seen: the last step of the heat palette. */
export const hottest = 10;

/** Looks that a collision or a fault stays before it fades: it is what one is here to see. */
const afterglow: Record<HeatKind, number> = {none: 0, set: 0, clear: 0, scratch: 2, fault: 3, collision: 10};

/** The map after one more look; `before` may have another length, which begins anew. */
export const lookAgain = (before: readonly HeatCell[], seen: readonly ArenaCell[]): HeatCell[] =>
	seen.map((cell, index) => {
		const old = before.length === seen.length ? before[index] : undefined;
		if (cell.heat !== 'none' && !isOutshone(cell.heat, old)) {
			return {entry: cell.entry, kind: cell.heat, level: hottest + afterglow[cell.heat]};
		}
		const level = Math.max(0, (old?.level ?? 0) - 1);
		return {entry: cell.entry, kind: level === 0 ? 'none' : (old?.kind ?? 'none'), level};
	});

// A set or clear right after a collision must not hide the collision while it glows.
const isOutshone = (kind: HeatKind, old: HeatCell | undefined): boolean =>
	old !== undefined && old.level > hottest && afterglow[old.kind] > afterglow[kind];

/** True while some cell still fades. */
export const isFading = (cells: readonly HeatCell[]): boolean => cells.some(cell => cell.level > 0);

/** How a stretch of arena pages is laid out as cells. */
export interface MapGrid {
	/** Arena pages of one cell. */
	pagesPerCell: number;
	cellsPerRow: number;
	/** Cells of the map, the last row included. */
	cells: number;
	/** Terminal columns of one cell: 2 where there is room. */
	cellWidth: 1 | 2;
	/** Columns of the page number before each row, with the blank after it. */
	labelWidth: number;
}

/**
 * Fits `pages` pages into an area: few pages a cell, rows of a round number of cells, wide cells where there is room. The
 * cells never cover fewer pages than asked.
 */
export const mapGrid = (width: number, height: number, pages: number): MapGrid => {
	const labelWidth = 7;
	const room = Math.max(8, width - labelWidth);
	for (let pagesPerCell = 1; ; pagesPerCell *= 2) {
		const cells = Math.ceil(pages / pagesPerCell);
		for (const cellWidth of [2, 1] as const) {
			const most = Math.min(Math.floor(room / cellWidth), Math.max(8, cells));
			for (const cellsPerRow of [powerBelow(most), multipleBelow(most)]) {
				if (cells <= cellsPerRow * height) return {pagesPerCell, cellsPerRow, cells, cellWidth, labelWidth};
			}
		}
		if (height <= 0) return {pagesPerCell, cellsPerRow: 8, cells: 0, cellWidth: 1, labelWidth};
	}
};

// Rows of a power of two cells end evenly; of a multiple of eight they are at least easy to count from.
const powerBelow = (cells: number): number => Math.max(8, 2 ** Math.floor(Math.log2(Math.max(1, cells))));
const multipleBelow = (cells: number): number => Math.max(8, cells - (cells % 8));

/** Rows of cells the grid takes. */
export const gridRows = ({cells, cellsPerRow}: MapGrid): number => Math.ceil(cells / cellsPerRow);
