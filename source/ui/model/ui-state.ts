/**
 * Everything the UI remembers that is not data of a machine: the view, what is open over it, what is selected. Plain
 * values; `actions.ts` changes them, the views only read.
 */
import type {Mode} from '../keys.ts';
import type {ThemeName} from '../theme.ts';

export type View = 'live' | 'compare' | 'verdicts';
export const views: readonly View[] = ['live', 'compare', 'verdicts'];

/** A list to choose from, over the view. */
export interface Menu {
	kind: 'archs' | 'variant' | 'programs';
	title: string;
	items: readonly {id: string; text: string}[];
	/** Line the cursor is on, from 0. */
	cursor: number;
	/** Ids that are marked. */
	marked: readonly string[];
}

/** A case in full: its trace, or how it was found to hold. */
export interface CaseCover {
	kind: 'case';
	/** Id of its scenario. */
	scenario: string;
	/** First line that is shown, from 0. */
	top: number;
}

/** What is open over the view. */
export type Cover =
	/** `under` comes back when the help is closed. */
	{kind: 'help'; top: number; under: CaseCover | null} | {kind: 'menu'; menu: Menu} | CaseCover | null;

/** A line that stands in the bottom bar for a few seconds. */
export interface Message {
	text: string;
	level: 'note' | 'error';
}

export interface UiState {
	view: View;
	cover: Cover;
	/** Text of the stream's filter; empty for none. */
	filter: string;
	isFilterOpen: boolean;
	/** Architecture whose map, rates and CPUs are shown. */
	selected: string;
	tableRows: 'archs' | 'cpus';
	/** Page of counter columns, from 0; taken modulo the number of pages there are. */
	counterPage: number;
	/** Stream row (counted since the start) shown last; null follows the newest. */
	streamEnd: number | null;
	/** Line of the Verdicts view the cursor is on, from 0. */
	caseCursor: number;
	/** Arena pages the map covers. */
	mapPages: number;
	theme: ThemeName;
	glyphs: 'ascii' | 'unicode';
	message: Message | null;
	/** True once the terminal has proved too small. */
	isTooSmall: boolean;
}

/** Smallest terminal the views fit into. */
export const minimumSize = {columns: 80, rows: 24};

/** Fewest and most arena pages the map covers. */
export const mapPagesRange = {least: 16, most: 65536};

/** Which keys count now. */
export const modeOf = (state: UiState): Mode => {
	if (state.isTooSmall) return 'small';
	if (state.cover !== null) return state.cover.kind;
	if (state.isFilterOpen) return 'filter';
	return state.view;
};
