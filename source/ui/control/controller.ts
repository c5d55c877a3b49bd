/**
 * Between the session, the keys and the screen: looks at the session on the clock's ticks, turns keys into actions, keeps
 * the map's overlay up to date. It has no timer of its own for drawing and knows no terminal, so tests drive it by hand.
 */

import type {KeyEvent} from '../input/split-keys.ts';
import {actionOfKey} from '../keys.ts';
import {type HeatCell, isFading, lookAgain} from '../model/arena-heat.ts';
import {createSessionReader, isMoving, selectedMachine} from '../model/session-data.ts';
import {mapPagesRange, minimumSize, modeOf, type UiState} from '../model/ui-state.ts';
import type {Choice, TuiOptions} from '../options.ts';
import {lookOf} from '../panes/look.ts';
import {mapRows} from '../panes/map-pane.ts';
import type {Screen} from '../screen/screen.ts';
import {graphemes, printable} from '../text/visible.ts';
import {firstTheme} from '../theme.ts';
import {layoutOf, mapGeometry} from '../views/live-geometry.ts';
import {type ActionContext, perform, typeIntoFilter} from './actions.ts';
import {createExploration} from './exploration.ts';
import {createOperations} from './operations.ts';
import {saveSnapshot} from './save-snapshot.ts';
import {createStore, type Store} from './store.ts';

/** Milliseconds between two looks at the session: 4 a second. */
export const lookInterval = 250;

/** Milliseconds a message stays. */
const messageDuration = 6000;

/** What the controller asks of its surroundings. */
export interface Host {
	screen: Screen;
	/** Milliseconds that only go up. */
	now(): number;
	/** Something may move again: the clock must tick. */
	wake(): void;
	suspend(): void;
	quit(): void;
}

export interface Controller {
	store: Store;
	/** Handles one key. */
	key(event: KeyEvent): void;
	/** One tick of the frame clock; false when nothing moves any more. */
	tick(): boolean;
	/** Looks at the session now, whatever the time. */
	look(): void;
	/** The terminal has another size. */
	resized(): void;
	pause(): void;
	/** Resolves when nothing asked of the session is under way, and no file is being written. */
	settled(): Promise<void>;
	dispose(): void;
}

/** A controller for a session. */
export const createController = (options: TuiOptions, host: Host): Controller => {
	const {session, demo} = options;
	const reader = createSessionReader(session);
	const store = createStore({
		ui: firstUiState(options, host),
		data: reader.read(),
		size: host.screen.size(),
		pending: [],
		narration: demo?.current() ?? null,
		programs: options.programs ?? [],
		verdicts: null,
		explore: options.explore ?? null,
	});
	let cells: readonly HeatCell[] = [];
	let lastLook = host.now();
	let messageTimer: NodeJS.Timeout | undefined;
	let saving: Promise<void> = Promise.resolve();

	const say = (text: string, level: 'note' | 'error' = 'note') => {
		clearTimeout(messageTimer);
		store.updateUi({message: {text, level}});
		messageTimer = setTimeout(() => store.updateUi({message: null}), messageDuration);
		messageTimer.unref();
	};
	const complain = (words: string, error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		reader.remark(session.options().archs[0] ?? '', `${words}: ${reason}`);
		say(`${words}: ${reason}`, 'error');
	};
	const look = () => {
		lastLook = host.now();
		// Together, so that they are one frame.
		store.update({data: reader.read(), verdicts: exploration.verdicts()});
	};
	const lookAtVerdicts = () => {
		const verdicts = exploration.verdicts();
		if (verdicts !== store.get().verdicts) store.update({verdicts});
	};
	const lookAtMap = () => {
		const state = store.get();
		if (!showsMap(state.ui)) return;
		const {grid, rect} = mapGeometry(state, layoutOf(state));
		const machine = session
			.machines()
			.find(candidate => candidate.snapshot().options.arch === selectedArch());
		if (machine === undefined || rect.height === 0) cells = [];
		else cells = lookAgain(cells, machine.arenaMap(grid.cells, grid.cells * grid.pagesPerCell));
	};
	const selectedArch = (): string => {
		const {ui, data} = store.get();
		const names = data.machines.map(machine => machine.options.arch);
		return names.includes(ui.selected) ? ui.selected : (names[0] ?? '');
	};
	const stageMap = () => {
		const state = store.get();
		if (!showsMap(state.ui)) {
			host.screen.stage([]);
			return;
		}
		const {grid, rect} = mapGeometry(state, layoutOf(state));
		const rows = mapRows(cells, grid, rect.width, rect.height, lookOf(state.ui.theme, state.ui.glyphs));
		host.screen.stage([{x: rect.x, y: rect.y, rows}]);
	};
	/** What the cells were looked up for; anything else makes them worthless. */
	let mapKey = '';
	const unsubscribe = store.subscribe(() => {
		const state = store.get();
		const {grid} = mapGeometry(state, layoutOf(state));
		const key = [selectedArch(), showsMap(state.ui), grid.cells, grid.pagesPerCell].join();
		if (key !== mapKey) {
			mapKey = key;
			cells = [];
			lookAtMap();
		}
		stageMap();
	});

	const operations = createOperations(session, {
		onPending(pending) {
			store.update({pending});
			host.wake();
		},
		onDone() {
			look();
			lookAtMap();
			stageMap();
			host.wake();
		},
		onError(words, error) {
			complain(`${words} failed`, error);
			look();
			host.wake();
		},
	});
	const exploration = createExploration(options.explore, {
		onNews: () => host.wake(),
		onEnd() {
			const status = exploration.verdicts()?.status;
			if (status?.kind === 'failed') complain('exploring failed', status.reason);
			look();
			host.wake();
		},
	});
	const explore = () => {
		const {data, ui} = store.get();
		const answer = exploration.explore(selectedMachine(data, ui.selected));
		switch (answer.kind) {
			case 'refused':
				say(answer.reason, 'error');
				return;
			case 'running':
				if (ui.view === 'verdicts') say('this machine is being explored');
				else store.updateUi({view: 'verdicts', message: null});
				return;
			case 'started':
				store.update({
					verdicts: exploration.verdicts(),
					ui: {...ui, view: 'verdicts', caseCursor: 0, message: null},
				});
				host.wake();
		}
	};
	const ask = (words: string, call: () => void) => {
		try {
			call();
			look();
			host.wake();
			say(words);
		} catch (error) {
			complain(`${words} failed`, error);
			look();
		}
	};
	const context: ActionContext = {
		store,
		operations,
		offers: offersOf(options),
		chaos: options.chaos ?? 64,
		inject: id => ask(`load ${id}`, () => session.inject(id)),
		remove: id => ask(`take off ${id}`, () => session.remove(id)),
		setChaos: chance =>
			ask(chance === 0 ? 'chaos off' : `chaos ${chance} of 1024`, () => session.setChaos(chance)),
		explore,
		say,
		save() {
			const folder = options.snapshotFolder ?? process.cwd();
			saving = saveSnapshot(folder, store.get(), host.screen.text(), new Date()).then(
				paths => say(`saved ${paths.json} and .txt`),
				error => complain('the snapshot was not saved', error),
			);
		},
		repaint: () => host.screen.repaint(),
		suspend: () => host.suspend(),
		quit: () => host.quit(),
	};

	const unsubscribeDemo = demo?.subscribe(() => {
		store.update({narration: demo.current()});
		host.wake();
	});

	return {
		store,
		key(event) {
			const mode = modeOf(store.get().ui);
			if (event.kind === 'paste') {
				if (mode === 'filter') typeIntoFilter(store, printable(event.text));
				return;
			}
			const action = actionOfKey(mode, event.name);
			if (action !== null) perform(action, event.name, context);
			else if (mode === 'filter') typeCharacter(store, event.name);
		},
		tick() {
			const isLookDue = host.now() - lastLook >= lookInterval - 5;
			lookAtMap();
			if (isLookDue) look();
			else {
				lookAtVerdicts();
				stageMap();
			}
			// The frame of a look is written by Ink right after this, with the map in it; without one the map goes alone.
			setImmediate(() => host.screen.flush());
			const {data, pending, ui} = store.get();
			const isBusy = isMoving(data) || pending.length > 0 || exploration.isRunning();
			return isBusy || (showsMap(ui) && isFading(cells)) || demo !== undefined;
		},
		look() {
			look();
			lookAtMap();
			stageMap();
		},
		resized() {
			const size = host.screen.size();
			const isTooSmall = size.columns < minimumSize.columns || size.rows < minimumSize.rows;
			store.update({size, ui: {...store.get().ui, isTooSmall}});
			host.screen.repaint();
		},
		pause: () => operations.pause(),
		async settled() {
			await operations.settled();
			await saving;
		},
		dispose() {
			clearTimeout(messageTimer);
			exploration.dispose();
			unsubscribe();
			unsubscribeDemo?.();
		},
	};
};

const showsMap = (ui: UiState): boolean => ui.view === 'live' && ui.cover === null && !ui.isTooSmall;

// A named key (`up`, `unknown`) is not a character; `space` is.
const typeCharacter = (store: Store, name: string): void => {
	if (name === 'space') typeIntoFilter(store, ' ');
	else if (graphemes(name).length === 1) typeIntoFilter(store, name);
};

const firstUiState = (options: TuiOptions, {screen}: Host): UiState => {
	const {columns, rows} = screen.size();
	const {least, most} = mapPagesRange;
	return {
		view: 'live',
		cover: null,
		filter: '',
		isFilterOpen: false,
		selected: options.session.options().archs[0] ?? '',
		tableRows: 'archs',
		counterPage: 0,
		streamEnd: null,
		caseCursor: 0,
		mapPages: Math.max(least, Math.min(most, options.mapPages ?? 256)),
		theme: firstTheme(options.theme, options.env ?? process.env),
		glyphs: options.ascii ? 'ascii' : 'unicode',
		message: null,
		isTooSmall: columns < minimumSize.columns || rows < minimumSize.rows,
	};
};

const offersOf = ({session, programs, archs, variants}: TuiOptions) => {
	const running = session.options();
	const own = (ids: readonly string[]): Choice[] => ids.map(id => ({id, text: ''}));
	return {
		programs: programs ?? [],
		archs: archs ?? own(running.archs),
		variants: variants ?? own([running.variant]),
	};
};
