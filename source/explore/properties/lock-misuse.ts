import type {Property} from './property.ts';

/** What a lock protects is used under it, and only the holder releases it. */
export const lockMisuse: Property = {
	id: 'lock-misuse',
	title: 'Locks as they are meant',
	text: 'What a lock protects is used under it, and only the holder releases it.',
	foundBy: 'c',
	always: true,
};
