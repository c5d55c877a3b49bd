/** What makes a CPU walk these tables: a control register, and an entry of the process table in memory. */
import type {WalkRegister} from '../arch.ts';

/** Size of the address space (52 bits, less 31) in its two parts, and log2 of the root's entries. */
const size = (2n << 61n) | (5n << 5n) | 13n;

export const walkRegisters: WalkRegister[] = [
	{
		name: 'PRTE0',
		text: 'first doubleword of process table entry 0: root table, its size, 52-bit addresses',
		value: size,
		root: 'kernel',
	},
	{name: 'LPCR', text: 'HR, UPRT: radix, by a process table', value: (1n << 20n) | (1n << 22n)},
];
