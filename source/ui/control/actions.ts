/** What each action of the key table does. An action changes the UI's state or asks the session for something; none waits. */
import {type ActionId, digits, shiftedDigits} from '../keys.ts';
import {filterRows, scrollRows} from '../model/stream-log.ts';
import {type Menu, mapPagesRange, views} from '../model/ui-state.ts';
import {helpLines} from '../panes/cover-pane.ts';
import {lookOf} from '../panes/look.ts';
import {graphemes} from '../text/visible.ts';
import {nextTheme} from '../theme.ts';
import {layoutOf} from '../views/live-geometry.ts';
import {endOfCase, moveCursorOfCases, openCase, scrollCase} from './case-actions.ts';
import {
	archMenu,
	markedInOrder,
	moveCursor,
	type Offers,
	programMenu,
	toggleMark,
	variantMenu,
} from './menus.ts';
import type {Operations} from './operations.ts';
import type {Store} from './store.ts';

/** What actions work on. */
export interface ActionContext {
	store: Store;
	operations: Operations;
	offers: Offers;
	/** What chaos is switched on to, per 1024. */
	chaos: number;
	/** Calls the session at once and shows the error when it refuses. */
	inject(program: string): void;
	remove(program: string): void;
	setChaos(chance: number): void;
	/** Explores what is on the screen. */
	explore(): void;
	say(text: string, level?: 'note' | 'error'): void;
	save(): void;
	repaint(): void;
	suspend(): void;
	quit(): void;
}

/** Most CPUs of a machine. */
const mostCpus = 8;

type Handler = (context: ActionContext, key: string) => void;

const handlers: Record<ActionId, Handler> = {
	inject: (context, key) => withProgram(key, digits, context, id => context.inject(id)),
	'stop-program': (context, key) => withProgram(key, shiftedDigits, context, id => context.remove(id)),
	pause: context => togglePause(context),
	explore: context => context.explore(),
	'open-case': ({store, say}) => openCase(store, say),
	archs: ({store, offers, operations}) => openMenu(store, archMenu(offers, operations.wanted())),
	variant: ({store, offers, operations}) => openMenu(store, variantMenu(offers, operations.wanted())),
	programs: ({store, offers}) => {
		const {ui, data} = store.get();
		openMenu(store, programMenu(offers, data, ui.selected));
	},
	'more-cpus': context => changeCpus(context, 1),
	'fewer-cpus': context => changeCpus(context, -1),
	chaos: context => context.setChaos(context.store.get().data.options.chaos === 0 ? context.chaos : 0),
	restart: ({operations}) => operations.restart(),
	rows: ({store}) => store.updateUi({tableRows: store.get().ui.tableRows === 'archs' ? 'cpus' : 'archs'}),
	counters: ({store}) => store.updateUi({counterPage: store.get().ui.counterPage + 1}),
	'select-previous': ({store}) => select(store, -1),
	'select-next': ({store}) => select(store, 1),
	'map-smaller': ({store}) =>
		store.updateUi({mapPages: Math.max(mapPagesRange.least, store.get().ui.mapPages >> 1)}),
	'map-larger': ({store}) =>
		store.updateUi({mapPages: Math.min(mapPagesRange.most, store.get().ui.mapPages << 1)}),
	'scroll-up': ({store}) => scroll(store, -1),
	'scroll-down': ({store}) => scroll(store, 1),
	follow: ({store}) => {
		if (store.get().ui.cover?.kind === 'case') endOfCase(store);
		else store.updateUi({streamEnd: null});
	},
	filter: ({store}) => store.updateUi({isFilterOpen: true, message: null}),
	'next-view': ({store}, key) => {
		const step = key === 'shift-tab' ? views.length - 1 : 1;
		store.updateUi({view: views[(views.indexOf(store.get().ui.view) + step) % views.length] ?? 'live'});
	},
	'show-view': ({store}, key) =>
		store.updateUi({view: views[Number(key.slice(-1)) - 1] ?? store.get().ui.view}),
	theme: ({store, say}) => {
		const theme = nextTheme(store.get().ui.theme);
		store.updateUi({theme});
		say(`theme ${theme}`);
	},
	save: context => context.save(),
	repaint: context => context.repaint(),
	help: ({store}) => toggleHelp(store),
	back: ({store}) => goBack(store),
	suspend: context => context.suspend(),
	quit: context => context.quit(),
	'menu-up': ({store}) => updateMenu(store, menu => moveCursor(menu, -1)),
	'menu-down': ({store}) => updateMenu(store, menu => moveCursor(menu, 1)),
	'menu-choose': ({store}) => updateMenu(store, toggleMark),
	'menu-apply': context => applyMenu(context),
	'filter-keep': ({store}) => store.updateUi({isFilterOpen: false}),
	'filter-erase': ({store}) =>
		store.updateUi({filter: graphemes(store.get().ui.filter).slice(0, -1).join(''), streamEnd: null}),
	'filter-clear': ({store}) => store.updateUi({isFilterOpen: false, filter: '', streamEnd: null}),
};

/** Carries out an action; `key` is the key that asked for it. */
export const perform = (action: ActionId, key: string, context: ActionContext): void =>
	handlers[action](context, key);

/** Adds typed or pasted text to the filter. */
export const typeIntoFilter = (store: Store, text: string): void =>
	store.updateUi({filter: store.get().ui.filter + text, streamEnd: null});

const withProgram = (
	key: string,
	keys: readonly string[],
	{offers, say}: ActionContext,
	act: (id: string) => void,
): void => {
	const digit = digits[keys.indexOf(key)];
	const program = offers.programs.find(candidate => candidate.key === digit);
	if (program === undefined) say(`no program has key ${digit}; p lists them`, 'error');
	else act(program.id);
};

const togglePause = ({store, operations}: ActionContext): void => {
	const machines = store.get().data.machines;
	const isStill = machines.every(
		({state}) => state === 'paused' || state === 'failed' || state === 'stopped',
	);
	if (operations.wantsPause() ?? isStill) operations.resume();
	else operations.pause();
};

const changeCpus = ({operations, say}: ActionContext, delta: number): void => {
	const cpus = operations.wanted().cpus + delta;
	if (cpus < 1 || cpus > mostCpus) say(`a machine has 1 to ${mostCpus} CPUs`, 'error');
	else operations.change({cpus});
};

const select = (store: Store, delta: -1 | 1): void => {
	const {ui, data} = store.get();
	if (ui.cover?.kind === 'case') {
		scrollCase(store, delta, 'line');
		return;
	}
	if (ui.view === 'verdicts') {
		moveCursorOfCases(store, delta, 'line');
		return;
	}
	const names = data.machines.map(({options}) => options.arch);
	const next = names[Math.max(0, names.indexOf(ui.selected)) + delta];
	if (next !== undefined) store.updateUi({selected: next});
};

const scroll = (store: Store, direction: -1 | 1): void => {
	const state = store.get();
	const {ui, data, size} = state;
	if (ui.cover?.kind === 'help') {
		const room = size.rows - 3;
		const most = Math.max(0, helpLines(size.columns, lookOf(ui.theme, ui.glyphs)).length - room);
		const top = Math.max(0, Math.min(most, ui.cover.top + direction * room));
		store.updateUi({cover: {...ui.cover, top}});
		return;
	}
	if (ui.cover?.kind === 'case') {
		scrollCase(store, direction, 'page');
		return;
	}
	if (ui.view === 'verdicts') {
		moveCursorOfCases(store, direction, 'page');
		return;
	}
	const height = Math.max(1, layoutOf(state).stream.height - 1);
	const rows = filterRows(data.rows, ui.filter);
	const step = Math.max(1, height - 1);
	store.updateUi({streamEnd: scrollRows(rows, ui.streamEnd, direction * step, height)});
};

const toggleHelp = (store: Store): void => {
	const {cover} = store.get().ui;
	if (cover?.kind === 'help') store.updateUi({cover: cover.under, message: null});
	else
		store.updateUi({
			cover: {kind: 'help', top: 0, under: cover?.kind === 'case' ? cover : null},
			message: null,
		});
};

const goBack = (store: Store): void => {
	const {ui} = store.get();
	if (ui.cover?.kind === 'help') store.updateUi({cover: ui.cover.under});
	else if (ui.cover !== null) store.updateUi({cover: null});
	// What Esc undoes in the Live view is not to be seen here.
	else if (ui.view === 'verdicts') store.updateUi({view: 'live', message: null});
	else if (ui.streamEnd !== null) store.updateUi({streamEnd: null, message: null});
	else if (ui.filter !== '') store.updateUi({filter: '', message: null});
	else if (ui.view !== 'live') store.updateUi({view: 'live', message: null});
	else if (ui.message !== null) store.updateUi({message: null});
};

const openMenu = (store: Store, menu: Menu): void =>
	store.updateUi({cover: {kind: 'menu', menu}, message: null});

const updateMenu = (store: Store, change: (menu: Menu) => Menu): void => {
	const {cover} = store.get().ui;
	if (cover?.kind === 'menu') store.updateUi({cover: {kind: 'menu', menu: change(cover.menu)}});
};

const applyMenu = (context: ActionContext): void => {
	const {store, operations} = context;
	const {cover} = store.get().ui;
	if (cover?.kind !== 'menu') return;
	const {menu} = cover;
	const marked = markedInOrder(menu);
	const {archs, variant} = operations.wanted();
	switch (menu.kind) {
		case 'archs':
			if (marked.length === 0) {
				context.say('at least one architecture must be marked', 'error');
				return;
			}
			if (marked.join() !== [...archs].join()) operations.change({archs: marked});
			break;
		case 'variant': {
			const chosen = menu.items[menu.cursor]?.id;
			if (chosen !== undefined && chosen !== variant) operations.change({variant: chosen});
			break;
		}
		case 'programs':
			applyPrograms(context, menu);
			break;
	}
	store.updateUi({cover: null});
};

const applyPrograms = (context: ActionContext, menu: Menu): void => {
	const {data, ui} = context.store.get();
	const before = programMenu(context.offers, data, ui.selected).marked;
	for (const id of menu.marked) if (!before.includes(id)) context.inject(id);
	for (const id of before) if (!menu.marked.includes(id)) context.remove(id);
};
