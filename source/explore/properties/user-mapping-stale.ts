import type {Property} from './property.ts';

/** After a free has returned, no mapping of the user leads to the page that was there. */
export const userMappingStale: Property = {
	id: 'user-mapping-stale',
	title: 'The user keeps no old page',
	text: 'After a free has returned, no mapping of the user leads to the page that was there.',
	foundBy: 'c',
	always: false,
};
