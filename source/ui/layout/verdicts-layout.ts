/**
 * Where each pane of the Verdicts view is, from nothing but sizes and counts. Panes fill the terminal exactly.
 *
 * Narrow, one column:            Wide (from 150 columns):
 *
 *     state                          state
 *     title, progress                title, progress
 *     cases                          cases          │ the case under
 *     the case under the cursor                     │ the cursor
 *     keys                           keys
 */
import type {Rect} from './live-layout.ts';

/** What the layout depends on. */
export interface VerdictsNeeds {
	columns: number;
	rows: number;
	/** Cases in the list. */
	listed: number;
	/** Columns that the list needs beside the case, at most `mostListWidth`. */
	listWidth: number;
}

export interface VerdictsLayout {
	/** Title and progress. */
	head: Rect;
	/** The titles of the columns, and below them the cases. */
	list: Rect;
	/** Cases that the list shows. */
	cases: number;
	/** The wall between the two columns; null when narrow. */
	wall: Rect | null;
	detail: Rect;
}

/** Narrowest terminal that gets two columns. */
export const verdictsWideFrom = 150;

const headLines = 2;
/** Lines for the titles of the list's columns. */
const listTitle = 1;
/** Lines below which the case under the cursor cannot be told, its title included. */
const leastDetail = 10;
/** Columns below which it makes no sense to tell it at the right. */
const leastDetailWidth = 54;

/** Columns that the list can have beside the case. */
export const mostListWidth = (columns: number): number => columns - 1 - leastDetailWidth;

/** Lays the Verdicts view out. Needs at least 80×24. */
export const verdictsLayout = ({columns, rows, listed, listWidth}: VerdictsNeeds): VerdictsLayout => {
	const head: Rect = {x: 0, y: 1, width: columns, height: headLines};
	const y = 1 + headLines;
	const height = rows - 1 - y;
	if (columns >= verdictsWideFrom) {
		const width = Math.min(listWidth, mostListWidth(columns));
		return {
			head,
			list: {x: 0, y, width, height},
			cases: height - listTitle,
			wall: {x: width, y, width: 1, height},
			detail: {x: width + 1, y, width: columns - width - 1, height},
		};
	}
	const detailAtLeast = Math.max(leastDetail, Math.floor(height * 0.4));
	// Depends on no case in particular, so that the list stands still while the cursor moves.
	const cases = Math.min(Math.max(1, listed), height - listTitle - detailAtLeast);
	const listHeight = cases + listTitle;
	return {
		head,
		list: {x: 0, y, width: columns, height: listHeight},
		cases,
		wall: null,
		detail: {x: 0, y: y + listHeight, width: columns, height: height - listHeight},
	};
};
