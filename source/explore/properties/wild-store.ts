import type {Property} from './property.ts';

/** No store to memory that belongs to the machine and does not change: page-table levels above the leaves, control blocks. */
export const wildStore: Property = {
	id: 'wild-store',
	title: 'No store to the machine itself',
	text: 'No store to memory that belongs to the machine and does not change: page-table levels above the leaves, control blocks.',
	foundBy: 'machine',
	always: true,
};
