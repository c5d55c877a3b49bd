import type {Property} from './property.ts';

/** On an architecture that demands it, an entry becomes valid only when no CPU can hold another translation of that address: no valid entry changes to another, and none is re-used before a flush. */
export const breakBeforeMake: Property = {
	id: 'break-before-make',
	title: 'Break before make',
	text: 'On an architecture that demands it, an entry becomes valid only when no CPU can hold another translation of that address: no valid entry changes to another, and none is re-used before a flush.',
	foundBy: 'c',
	always: true,
};
