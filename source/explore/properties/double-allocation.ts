import type {Property} from './property.ts';

/** An allocation never gets an address that belongs to somebody. */
export const doubleAllocation: Property = {
	id: 'double-allocation',
	title: 'No page of the arena is given out twice',
	text: 'An allocation never gets an address that belongs to somebody.',
	foundBy: 'c',
	always: true,
};
