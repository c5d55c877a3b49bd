import type {Property} from './property.ts';

/** No step goes on for ever by itself. */
export const endlessLoop: Property = {
	id: 'endless-loop',
	title: 'No endless loop',
	text: 'No step goes on for ever by itself.',
	foundBy: 'machine',
	always: true,
};
