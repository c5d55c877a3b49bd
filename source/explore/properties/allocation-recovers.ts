import type {Property} from './property.ts';

/** An allocation does not fail for ever because of scratch while pages and addresses are free. */
export const allocationRecovers: Property = {
	id: 'allocation-recovers',
	title: 'Allocation recovers',
	text: 'An allocation does not fail for ever because of scratch while pages and addresses are free.',
	foundBy: 'c',
	always: false,
};
