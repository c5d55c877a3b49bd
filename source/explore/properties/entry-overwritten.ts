import type {Property} from './property.ts';

/** No store replaces a valid entry by another: whoever relied on the first would not be told. */
export const entryOverwritten: Property = {
	id: 'entry-overwritten',
	title: 'No valid entry is overwritten',
	text: 'No store replaces a valid entry by another: whoever relied on the first would not be told.',
	foundBy: 'c',
	always: false,
};
