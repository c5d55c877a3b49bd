/** The coprocessor registers that make a core walk these tables. */
import type {WalkRegister} from '../arch.ts';

/** One root for the whole address space: TTBCR.T0SZ and T1SZ are 0. */
export const walkRegisters: WalkRegister[] = [
	{name: 'TTBR0', text: 'the root table', value: 0n, root: 'kernel'},
	{name: 'TTBCR', text: 'EAE: long descriptors, one root for all addresses', value: 0x8000_0000n},
	{name: 'MAIR0', text: 'memory types 0 to 3: type 0 is normal, write-back', value: 0xffn},
	{name: 'MAIR1', text: 'memory types 4 to 7: type 7 is normal, write-back', value: 0xff00_0000n},
	{name: 'SCTLR', text: 'M, C, I, TRE and the bits that are one: the MMU is on', value: 0x10c5_187dn},
];
