import type {Property} from './property.ts';

/** From the return of an allocation until the free, every access of a CPU that was given the pages reaches them, and not scratch or what was there before. */
export const reachesAllocated: Property = {
	id: 'reaches-allocated',
	title: 'An access reaches what was allocated',
	text: 'From the return of an allocation until the free, every access of a CPU that was given the pages reaches them, and not scratch or what was there before.',
	foundBy: 'c',
	always: true,
};
