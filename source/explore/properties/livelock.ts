import type {Property} from './property.ts';

/** No cycle of states in which CPUs take steps for ever and nobody gets on, under weak fairness: who can always step does so in the end. */
export const livelock: Property = {
	id: 'livelock',
	title: 'No livelock',
	text: 'No cycle of states in which CPUs take steps for ever and nobody gets on, under weak fairness: who can always step does so in the end.',
	foundBy: 'search',
	always: true,
};
