/** The arena map: a cell for each page or block of pages. Only its title goes through Ink; the cells are an overlay. */
import {type HeatCell, hottest, type MapGrid} from '../model/arena-heat.ts';
import {paint, type Style} from '../screen/sgr.ts';
import {formatPage} from '../text/numbers.ts';
import {visibleWidth} from '../text/visible.ts';
import {type Look, titleLine} from './look.ts';

/** The title line: which machine, how many pages a cell, and what the signs mean. */
export const mapTitle = (arch: string, grid: MapGrid, width: number, look: Look): string => {
	const {theme, glyphs} = look;
	const scale = grid.pagesPerCell === 1 ? '1 page/cell' : `${grid.pagesPerCell} pages/cell`;
	const title = width < 100 ? `${arch} ${grid.pagesPerCell}p/cell` : `arena ${arch}, ${scale}`;
	const signs = {
		none: paint(theme.mapNone, glyphs.mapNone),
		page: paint(theme.mapPage, glyphs.mapPage),
		scratch: paint(theme.mapScratch, glyphs.mapScratch),
		set: paint(hotStyle(look), glyphs.mapSet),
		clear: paint(hotStyle(look), glyphs.mapClear),
		fault: paint(theme.mapFault, glyphs.mapFault),
		collide: paint(theme.mapCollision, glyphs.mapCollision),
	};
	const legends = [
		Object.entries(signs)
			.map(([word, sign]) => `${sign} ${word}`)
			.join(' '),
		`${signs.none}none ${signs.page}page ${signs.scratch} scr ${signs.set} set ${signs.clear} clr ${signs.fault} flt ${signs.collide} collide`,
		`${signs.scratch} scratch ${signs.fault} fault ${signs.collide} collide`,
	];
	const legend = legends.find(text => visibleWidth(text) + visibleWidth(title) + 8 <= width);
	return titleLine(title, legend ?? '', width, look);
};

const hotStyle = ({theme}: Look): Style => theme.heat.at(-1) ?? '';

/** The map's rows, each exactly `width` columns, `height` of them. */
export const mapRows = (
	cells: readonly HeatCell[],
	grid: MapGrid,
	width: number,
	height: number,
	look: Look,
): string[] =>
	Array.from({length: height}, (_, row) => {
		const first = row * grid.cellsPerRow;
		if (first >= cells.length) return ' '.repeat(width);
		const label = paint(look.theme.faint, formatPage(first * grid.pagesPerCell).padEnd(grid.labelWidth));
		const shown = cells.slice(first, first + grid.cellsPerRow);
		const filler = Math.max(0, width - grid.labelWidth - shown.length * grid.cellWidth);
		return label + cellRun(shown, grid.cellWidth, look) + ' '.repeat(filler);
	});

// Neighbours of one style share its sequences: fewer bytes for the terminal.
const cellRun = (cells: readonly HeatCell[], cellWidth: number, look: Look): string => {
	let painted = '';
	let run = '';
	let runStyle: Style = '';
	for (const cell of cells) {
		const {sign, style} = cellLooks(cell, look);
		const shown = sign.repeat(cellWidth);
		if (style === runStyle) {
			run += shown;
			continue;
		}
		painted += paint(runStyle, run);
		run = shown;
		runStyle = style;
	}
	return painted + paint(runStyle, run);
};

/** Sign and style of one cell: what just happened first, then what the entry is. */
export const cellLooks = (cell: HeatCell, {theme, glyphs}: Look): {sign: string; style: Style} => {
	if (cell.level > 0) {
		if (cell.kind === 'collision') return {sign: glyphs.mapCollision, style: theme.mapCollision};
		if (cell.kind === 'fault') return {sign: glyphs.mapFault, style: theme.mapFault};
	}
	if (cell.entry === 'scratch') return {sign: glyphs.mapScratch, style: theme.mapScratch};
	if (cell.level > 0) {
		const style = theme.heat[Math.min(hottest, cell.level)] ?? '';
		if (cell.kind === 'set') return {sign: glyphs.mapSet, style};
		if (cell.kind === 'clear') return {sign: glyphs.mapClear, style};
		if (cell.kind === 'scratch') return {sign: glyphs.mapScratch, style};
	}
	switch (cell.entry) {
		case 'none':
			return {sign: glyphs.mapNone, style: theme.mapNone};
		case 'page':
			return {sign: glyphs.mapPage, style: theme.mapPage};
		case 'other':
			return {sign: glyphs.mapOther, style: theme.mapOther};
	}
};
