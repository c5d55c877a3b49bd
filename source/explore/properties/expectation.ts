import type {Property} from './property.ts';

/** What this scenario says of its own end holds. */
export const expectation: Property = {
	id: 'expectation',
	title: 'As the scenario says',
	text: 'What this scenario says of its own end holds.',
	foundBy: 'c',
	always: true,
};
