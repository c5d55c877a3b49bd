/** The register that makes a hart walk these tables. */
import type {WalkRegister} from '../arch.ts';

/** For 3 (Sv39), 4 (Sv48) or 5 levels (Sv57). */
export function walkRegisters(levels: number): WalkRegister[] {
	const mode = levels + 5;

	return [
		{
			name: 'satp',
			text: `mode ${mode} (Sv${12 + 9 * levels}) and the frame number of the root table`,
			value: BigInt(mode) << 60n,
			root: 'kernel',
			rootShift: -12,
		},
	];
}
