import type {Property} from './property.ts';

/** The scratch page belongs to the arena, not to the ranges that map it. */
export const scratchFreed: Property = {
	id: 'scratch-freed',
	title: 'Scratch is never freed',
	text: 'The scratch page belongs to the arena, not to the ranges that map it.',
	foundBy: 'c',
	always: true,
};
