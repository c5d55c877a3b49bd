import type {Property} from './property.ts';

/** A CPU with interrupts off does not wait for others to answer an IPI: two that do wait for each other for ever. */
export const ipiWithInterruptsOff: Property = {
	id: 'ipi-with-interrupts-off',
	title: 'No IPI wait with interrupts off',
	text: 'A CPU with interrupts off does not wait for others to answer an IPI: two that do wait for each other for ever.',
	foundBy: 'c',
	always: true,
};
