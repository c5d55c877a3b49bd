/** The coprocessor registers that make a core walk these tables. */
import type {WalkRegister} from '../arch.ts';

/** One root for the whole address space: TTBCR.N is 0. */
export const walkRegisters: WalkRegister[] = [
	{name: 'TTBR0', text: 'the root table', value: 0n, root: 'kernel'},
	{name: 'TTBCR', text: 'short descriptors, one root for all addresses', value: 0n},
	{name: 'DACR', text: 'every domain is checked', value: 0x5555_5555n},
	{name: 'SCTLR', text: 'M, C, I, TRE and the bits that are one: the MMU is on', value: 0x10c5_187dn},
];
