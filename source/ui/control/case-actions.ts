/** What the keys of the Verdicts view do: the cursor in the list of cases, and a case in full. */
import {rowAt} from '../model/verdicts.ts';
import {caseCoverRoom, caseText} from '../panes/case-pane.ts';
import {lookOf} from '../panes/look.ts';
import {verdictsLayoutOf} from '../views/verdicts-geometry.ts';
import type {Store, TuiState} from './store.ts';

/** Moves the cursor by a line or by as many as the list shows. */
export const moveCursorOfCases = (store: Store, direction: -1 | 1, by: 'line' | 'page'): void => {
	const state = store.get();
	const last = (state.verdicts?.rows.length ?? 0) - 1;
	if (last < 0) return;
	const step = by === 'line' ? 1 : Math.max(1, verdictsLayoutOf(state).cases - 1);
	const caseCursor = Math.max(0, Math.min(last, state.ui.caseCursor + direction * step));
	if (caseCursor !== state.ui.caseCursor) store.updateUi({caseCursor});
};

/** Opens the case under the cursor. */
export const openCase = (store: Store, say: (text: string, level: 'error') => void): void => {
	const {verdicts, ui} = store.get();
	const row = verdicts === null ? undefined : rowAt(verdicts, ui.caseCursor);
	if (row === undefined) say('there is no case yet: x explores what is on the screen', 'error');
	else if (row.report === null) say(`${row.scenario.id} is not finished`, 'error');
	else store.updateUi({cover: {kind: 'case', scenario: row.scenario.id, top: 0}, message: null});
};

/** Scrolls the open case by a line or a screen. */
export const scrollCase = (store: Store, direction: -1 | 1, by: 'line' | 'page'): void => {
	const state = store.get();
	const step = by === 'line' ? 1 : Math.max(1, caseCoverRoom(state.size) - 2);
	setTop(store, top => Math.min(top, greatestTop(state)) + direction * step);
};

/** Scrolls the open case to its end. */
export const endOfCase = (store: Store): void => setTop(store, () => greatestTop(store.get()));

const setTop = (store: Store, change: (top: number) => number): void => {
	const state = store.get();
	const {cover} = state.ui;
	if (cover?.kind !== 'case') return;
	const top = Math.max(0, Math.min(greatestTop(state), change(cover.top)));
	if (top !== cover.top) store.updateUi({cover: {...cover, top}});
};

/** First line that is shown when the last line of the open case is. */
const greatestTop = ({ui, verdicts, explore, size}: TuiState): number => {
	const {cover} = ui;
	const row = verdicts?.rows.find(({scenario}) => cover?.kind === 'case' && scenario.id === cover.scenario);
	if (row?.report == null || verdicts === null) return 0;
	const {lines} = caseText(row, verdicts, explore, size.columns, lookOf(ui.theme, ui.glyphs));
	return Math.max(0, lines.length - caseCoverRoom(size));
};
