import type {Property} from './property.ts';

/** A page-table page that was given back is not written. */
export const freedTable: Property = {
	id: 'freed-table',
	title: 'No store to a table that was freed',
	text: 'A page-table page that was given back is not written.',
	foundBy: 'c',
	always: true,
};
