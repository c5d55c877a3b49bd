/** The register that makes a hart walk these tables. */
import type {WalkRegister} from '../arch.ts';

export const walkRegisters: WalkRegister[] = [
	{
		name: 'satp',
		text: 'mode 1 (Sv32) and the frame number of the root table',
		value: 1n << 31n,
		root: 'kernel',
		rootShift: -12,
	},
];
