/**
 * Memory that needs no stops. The program itself says which (kernel/explore/machine.c): what is a CPU's own, what never changes
 * after boot, what is used under a lock only. The map that step code looks into is made from that.
 */

import type {StepImage} from '../compiler/emit-step.ts';
import {accessClasses, classShift} from '../compiler/emit-step-context.ts';

/** `quiet`: as the program says. `visible`: every access is a step, as in plain enumeration. */
export type Quiet = 'quiet' | 'visible';

const rowWords = 5;

/** Fills the class map from the program's `lab_quiet` table. Throws where the program has none. */
export function paintQuietMemory(
	memory: WebAssembly.Memory,
	manifest: StepImage['manifest'],
	quiet: Quiet,
): void {
	const {classBase, contextBase} = manifest.step;
	const table = manifest.symbols.lab_quiet;
	const count = manifest.symbols.lab_nr_quiet;
	if (!table || !count) throw new Error('the image does not say which of its memory is quiet');
	const view = new DataView(memory.buffer);
	const map = new Uint8Array(memory.buffer, classBase, contextBase >>> classShift);
	const word = (address: number): number => view.getUint32(address, !manifest.bigEndian);
	const mask = quiet === 'quiet' ? 0xff : accessClasses.constant;
	for (let row = 0; row < word(count.address); row++) {
		const at = (index: number): number => word(table.address + 4 * (rowWords * row + index));
		const [start, bytes, kind, stride, rows] = [at(0), at(1), at(2), at(3), at(4)];
		for (let index = 0; index < rows; index++) {
			const from = start + index * stride;
			// Only bytes of the map that lie wholly inside: the neighbours' accesses must keep their stops.
			map.fill(kind & mask, Math.ceil(from / 2 ** classShift), (from + bytes) >>> classShift);
		}
	}
}
