import type {Property} from './property.ts';

/** No plain access can come at the same time as a conflicting access of another CPU, as KCSAN would say. */
export const dataRace: Property = {
	id: 'data-race',
	title: 'No data race',
	text: 'No plain access can come at the same time as a conflicting access of another CPU, as KCSAN would say.',
	foundBy: 'search',
	always: false,
};
