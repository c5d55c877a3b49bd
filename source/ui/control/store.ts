/** The one place the UI's state is kept: a value, replaced as a whole, and listeners that are told. */
import type {SessionData} from '../model/session-data.ts';
import type {UiState} from '../model/ui-state.ts';
import type {Verdicts} from '../model/verdicts.ts';
import type {NarrationState} from '../narration.ts';
import type {ExploreChoice, ProgramChoice} from '../options.ts';

/** Everything a view draws from. */
export interface TuiState {
	ui: UiState;
	data: SessionData;
	size: {columns: number; rows: number};
	/** Operations asked for and not finished, in words; the one under way first. */
	pending: readonly string[];
	narration: NarrationState | null;
	/** Programs that have keys, or that the program menu offers. */
	programs: readonly ProgramChoice[];
	/** What was explored last, as far as it is; null while nothing was. */
	verdicts: Verdicts | null;
	/** Where traces get their lines of C from; null without an explorer. */
	explore: ExploreChoice | null;
}

export interface Store {
	get(): TuiState;
	update(changes: Partial<TuiState>): void;
	/** Changes the UI's part only. */
	updateUi(changes: Partial<UiState>): void;
	subscribe(listener: () => void): () => void;
}

/** A store that begins with `state`. */
export const createStore = (state: TuiState): Store => {
	let current = state;
	const listeners = new Set<() => void>();
	const update = (changes: Partial<TuiState>) => {
		current = {...current, ...changes};
		for (const listener of listeners) listener();
	};
	return {
		get: () => current,
		update,
		updateUi: changes => update({ui: {...current.ui, ...changes}}),
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
};
