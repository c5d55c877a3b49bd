/** The menus: made from what the session runs and what it could run, changed by keys, turned into what was chosen. */
import type {SessionOptions} from '../../machine/lab.ts';
import {type SessionData, selectedMachine} from '../model/session-data.ts';
import type {Menu} from '../model/ui-state.ts';
import type {Choice, ProgramChoice} from '../options.ts';

/** What the menus offer. */
export interface Offers {
	programs: readonly ProgramChoice[];
	archs: readonly Choice[];
	variants: readonly Choice[];
}

/** Menu of architectures; those that run are marked. */
export const archMenu = (offers: Offers, wanted: SessionOptions): Menu => {
	const items = withMissing(offers.archs, wanted.archs);
	return {
		kind: 'archs',
		title: 'architectures that race',
		items,
		cursor: cursorAt(items, wanted.archs[0]),
		marked: wanted.archs,
	};
};

/** Menu of variants; the one that runs is marked. */
export const variantMenu = (offers: Offers, wanted: SessionOptions): Menu => {
	const items = withMissing(offers.variants, [wanted.variant]);
	return {
		kind: 'variant',
		title: 'variant of the callbacks',
		items,
		cursor: cursorAt(items, wanted.variant),
		marked: [wanted.variant],
	};
};

/** Menu of programs; those that are loaded are marked. */
export const programMenu = (offers: Offers, data: SessionData, selected: string): Menu => {
	const states = selectedMachine(data, selected)?.programs ?? [];
	const loaded = states.filter(program => program.state === 'loaded').map(program => program.id);
	const known: Choice[] = offers.programs.map(({id, key, kind, text}) => ({
		id,
		text: `${key === '' ? ' ' : key}  ${kind}: ${text}`,
	}));
	return {
		kind: 'programs',
		title: 'programs',
		items: withMissing(
			known,
			states.map(program => program.id),
		),
		cursor: 0,
		marked: loaded,
	};
};

const withMissing = (items: readonly Choice[], ids: readonly string[]): readonly Choice[] => [
	...items,
	...ids.filter(id => !items.some(item => item.id === id)).map(id => ({id, text: ''})),
];

const cursorAt = (items: readonly Choice[], id: string | undefined): number =>
	Math.max(
		0,
		items.findIndex(item => item.id === id),
	);

/** The menu with the cursor `delta` lines further; it stops at both ends. */
export const moveCursor = (menu: Menu, delta: number): Menu => ({
	...menu,
	cursor: Math.max(0, Math.min(menu.items.length - 1, menu.cursor + delta)),
});

/** The menu with the line under the cursor marked or unmarked; of variants exactly one is marked. */
export const toggleMark = (menu: Menu): Menu => {
	const id = menu.items[menu.cursor]?.id;
	if (id === undefined) return menu;
	if (menu.kind === 'variant') return {...menu, marked: [id]};
	const isMarked = menu.marked.includes(id);
	return {...menu, marked: isMarked ? menu.marked.filter(other => other !== id) : [...menu.marked, id]};
};

/** The marked ids in the order of the list. */
export const markedInOrder = (menu: Menu): string[] =>
	menu.items.map(item => item.id).filter(id => menu.marked.includes(id));
