/** The control registers that make a CPU walk these tables. */
import type {WalkRegister} from '../arch.ts';

/** For four or five levels. */
export function walkRegisters(count: 4 | 5): WalkRegister[] {
	const control4 =
		count === 5
			? {text: 'LA57, PGE, PAE: five levels, global pages, 8-byte entries', value: 0x10a0n}
			: {text: 'PGE, PAE: global pages, 8-byte entries', value: 0xa0n};

	return [
		{name: 'CR3', text: 'the root table of the kernel', value: 0n, root: 'kernel'},
		{name: 'CR0', text: 'PG, WP, PE: paging, also against kernel writes', value: 0x8001_0001n},
		{name: 'CR4', ...control4},
		{name: 'EFER', text: 'NXE, LMA, LME: long mode with the no-execute bit', value: 0xd00n},
	];
}
