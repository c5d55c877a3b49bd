/** The control and status registers that the instructions of a refill handler, lddir and ldpte, walk these tables by. */
import type {Level, WalkRegister} from '../arch.ts';

/** For the levels of a mode, root first; the root is directory 3 whatever lies between, as the kernel has it. */
export function walkRegisters(
	levels: readonly Pick<Level, 'shift' | 'bits'>[],
	pageShift: number,
): WalkRegister[] {
	const [root, ...below] = levels;
	const [table, first, second] = below.reverse();
	const field = (level: Pick<Level, 'shift' | 'bits'> | undefined, at: bigint, width: bigint) =>
		level === undefined ? 0n : (BigInt(level.shift) << at) | (BigInt(level.bits) << (at + width));

	return [
		{name: 'PGDH', text: 'the root table of the upper half', value: 0n, root: 'kernel'},
		{name: 'PGDL', text: 'the root table of the lower half', value: 0n, root: 'user'},
		{
			name: 'PWCL',
			text: 'shift and index bits of the page table and of directories 1 and 2',
			value: field(table, 0n, 5n) | field(first, 10n, 5n) | field(second, 20n, 5n),
		},
		{name: 'PWCH', text: 'shift and index bits of directory 3, the root', value: field(root, 0n, 6n)},
		{name: 'STLBPS', text: 'log2 of the page size', value: BigInt(pageShift)},
	];
}
