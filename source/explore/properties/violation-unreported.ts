import type {Property} from './property.ts';

/** An access to an address that is not allocated is reported, each time. */
export const violationUnreported: Property = {
	id: 'violation-unreported',
	title: 'Every violation is reported',
	text: 'An access to an address that is not allocated is reported, each time.',
	foundBy: 'c',
	always: false,
};
