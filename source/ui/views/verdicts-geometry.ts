/** The Verdicts view's layout for a state: pure, shared by the view and the keys that move by a page. */
import type {TuiState} from '../control/store.ts';
import {mostListWidth, type VerdictsLayout, verdictsLayout} from '../layout/verdicts-layout.ts';
import {listWidthOf} from '../panes/verdicts-list-pane.ts';

/** Where everything is. */
export const verdictsLayoutOf = ({size, verdicts}: TuiState): VerdictsLayout =>
	verdictsLayout({
		...size,
		listed: verdicts?.rows.length ?? 0,
		listWidth: verdicts === null ? 0 : listWidthOf(verdicts, mostListWidth(size.columns)),
	});
