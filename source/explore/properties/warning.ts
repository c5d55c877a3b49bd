import type {Property} from './property.ts';

/** No WARN_ON() fires. */
export const warning: Property = {
	id: 'warning',
	title: 'No kernel warning',
	text: 'No WARN_ON() fires.',
	foundBy: 'c',
	always: true,
};
