import type {Property} from './property.ts';

/** The user task never reaches the scratch page. */
export const userNeverScratch: Property = {
	id: 'user-never-scratch',
	title: 'The user never gets scratch',
	text: 'The user task never reaches the scratch page.',
	foundBy: 'c',
	always: true,
};
