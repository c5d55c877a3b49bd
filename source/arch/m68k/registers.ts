/** The control registers that make a 68040 walk these tables. */
import type {WalkRegister} from '../arch.ts';

export const walkRegisters: WalkRegister[] = [
	{name: 'SRP', text: 'the root table of the kernel', value: 0n, root: 'kernel'},
	{name: 'URP', text: 'the root table of user space', value: 0n, root: 'user'},
	{name: 'TC', text: 'E: translation is on, with 4 KiB pages', value: 0x8000n},
];
