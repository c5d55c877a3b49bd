/** The control registers that make a CPU walk these tables. */
import type {WalkRegister} from '../arch.ts';

/** With or without PAE. */
export function walkRegisters(pae: boolean): WalkRegister[] {
	const root: WalkRegister = {name: 'CR3', text: 'the root table of the kernel', value: 0n, root: 'kernel'};
	const paging: WalkRegister = {
		name: 'CR0',
		text: 'PG, WP, PE: paging, also against kernel writes',
		value: 0x8001_0001n,
	};

	return pae
		? [
				root,
				paging,
				{name: 'CR4', text: 'PGE, PAE: global pages, 8-byte entries', value: 0xa0n},
				{name: 'EFER', text: 'NXE: the no-execute bit', value: 0x800n},
			]
		: [root, paging, {name: 'CR4', text: 'PGE, PSE: global and large pages', value: 0x90n}];
}
