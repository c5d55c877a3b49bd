import type {Property} from './property.ts';

/** A page gives up its last reference once. */
export const doubleFree: Property = {
	id: 'double-free',
	title: 'No page is freed twice',
	text: 'A page gives up its last reference once.',
	foundBy: 'c',
	always: true,
};
