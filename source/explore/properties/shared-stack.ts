import type {Property} from './property.ts';

/** No CPU uses local variables of another. */
export const sharedStack: Property = {
	id: 'shared-stack',
	title: 'No use of another stack',
	text: 'No CPU uses local variables of another.',
	foundBy: 'machine',
	always: true,
};
