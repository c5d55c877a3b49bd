import type {Property} from './property.ts';

/** No kernel access dies where recovery is due. */
export const oops: Property = {
	id: 'oops',
	title: 'No oops',
	text: 'No kernel access dies where recovery is due.',
	foundBy: 'machine',
	always: true,
};
