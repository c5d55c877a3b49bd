import type {Property} from './property.ts';

/** Nobody waits for what will never come. */
export const deadlock: Property = {
	id: 'deadlock',
	title: 'No deadlock',
	text: 'Nobody waits for what will never come.',
	foundBy: 'search',
	always: true,
};
