import type {Property} from './property.ts';

/** The calls fit the stack. */
export const stackOverflow: Property = {
	id: 'stack-overflow',
	title: 'No runaway recursion',
	text: 'The calls fit the stack.',
	foundBy: 'machine',
	always: true,
};
