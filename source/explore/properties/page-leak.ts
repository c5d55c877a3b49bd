import type {Property} from './property.ts';

/** At the end every page that is in use is mapped; no reference is left over. */
export const pageLeak: Property = {
	id: 'page-leak',
	title: 'No page is lost',
	text: 'At the end every page that is in use is mapped; no reference is left over.',
	foundBy: 'c',
	always: true,
};
