import type {Property} from './property.ts';

/** No BUG() and no place that must not be reached. */
export const bug: Property = {
	id: 'bug',
	title: 'No BUG()',
	text: 'No BUG() and no place that must not be reached.',
	foundBy: 'machine',
	always: true,
};
