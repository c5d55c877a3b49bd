/** The control registers that make a CPU walk these tables. */
import type {WalkRegister} from '../arch.ts';

/** For a region-third (1) or region-second table (2) as root. */
export function walkRegisters(regions: number): WalkRegister[] {
	const type = regions === 1 ? 'region-third' : 'region-second';
	// Designation type in bits 2 and 3; the table has all four quarters.
	const value = (BigInt(regions) << 2n) | 3n;

	return [
		{name: 'CR1', text: `ASCE of the kernel: ${type} table of full length`, value, root: 'kernel'},
		{name: 'CR7', text: `ASCE of user space: ${type} table of full length`, value, root: 'user'},
	];
}
