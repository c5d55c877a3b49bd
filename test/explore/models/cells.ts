/** Makes a `System` from pure transitions over a short array of small numbers: undo by copies, the hash by hashing all cells. */

import type {Failure, Footprint, PendingStep, ProcessStatus, System} from '../../../source/explore/system.ts';

/** Cells are numbers 0 to 255; a cell's index is its address, and it is one byte long. */
export type Cells = Uint8Array;

/** A model: what its processes would do next, and what they do. */
export interface Model {
	processes: number;
	/** The initial cells. */
	initial: readonly number[];
	status(cells: Cells, process: number): ProcessStatus;
	pending(
		cells: Cells,
		process: number,
	): Pick<PendingStep, 'kind' | 'address' | 'choices'> & {
		site?: number;
	};
	/** Changes the cells by a step. Returns the property the step breaks, or null. */
	step(cells: Cells, process: number, choice: number): string | null;
	/** Property the end breaks, or null. */
	end(cells: Cells): string | null;
	touches?(cells: Cells, process: number): Footprint | null;
	mayAccess?(cells: Cells, process: number): Footprint | null;
	/** Whether the step from the first to the second cells is progress. */
	progress?(before: Cells, after: Cells, process: number): boolean;
	environment?(process: number): boolean;
	mayWait?(process: number): boolean;
	/** The representative of the cells with the same future. */
	canonical?(cells: Cells): Cells;
	/** Whether it exchanges processes. */
	exchanges?: boolean;
}

/** Makes a fresh system of the model, in its initial state. */
export function systemOf(model: Model): System {
	const width = model.initial.length;
	let log = new Uint8Array(width * 64);
	let steps = 0;
	const cells: Cells = Uint8Array.from(model.initial);
	const hash = new Uint32Array(4);
	const canonicalHash = new Uint32Array(4);
	let broken: Failure | null = null;
	let progress = false;
	const refresh = () => {
		hashCells(cells, hash);
		if (model.canonical) hashCells(model.canonical(cells), canonicalHash);
	};
	refresh();
	return {
		processes: model.processes,
		status: process => model.status(cells, process),
		pending: process => ({bytes: 1, site: -1, ...model.pending(cells, process)}),
		step(process, choice) {
			if (model.status(cells, process) !== 'ready') throw new Error(`process ${process} cannot step`);
			if ((steps + 1) * width > log.length) {
				const wider = new Uint8Array(log.length * 2);
				wider.set(log);
				log = wider;
			}
			log.set(cells, steps * width);
			const before = log.subarray(steps * width, (steps + 1) * width);
			steps++;
			const property = model.step(cells, process, choice);
			broken = property ? {property, process, site: -1, text: property} : null;
			progress = model.progress?.(before, cells, process) ?? false;
			refresh();
		},
		failure: () => broken,
		finalFailure() {
			const property = model.end(cells);
			return property ? {property, process: -1, site: -1, text: property} : null;
		},
		position: () => steps,
		rollback(position) {
			if (position > steps) throw new Error(`cannot go back from ${steps} to ${position}`);
			if (position === steps) return;
			cells.set(log.subarray(position * width, (position + 1) * width));
			steps = position;
			broken = null;
			refresh();
		},
		hash,
		snapshot: () => cells.slice(),
		...(model.touches && {touches: (process: number) => model.touches?.(cells, process) ?? null}),
		...(model.mayAccess && {mayAccess: (process: number) => model.mayAccess?.(cells, process) ?? null}),
		...(model.progress && {progressed: () => progress}),
		...(model.environment && {environment: (process: number) => model.environment?.(process) ?? false}),
		...(model.mayWait && {mayWait: (process: number) => model.mayWait?.(process) ?? false}),
		...(model.canonical && {canonical: canonicalHash, exchanges: model.exchanges === true}),
	};
}

function hashCells(cells: Cells, hash: Uint32Array): void {
	let a = 0x243f6a88;
	let b = 0x85a308d3;
	let c = 0x13198a2e;
	let d = 0x03707344;
	for (let index = 0; index < cells.length; index++) {
		const cell = cells[index] as number;
		a = Math.imul(a ^ cell, 0x9e3779b1);
		a ^= a >>> 15;
		b = Math.imul(b ^ cell ^ a, 0x85ebca77);
		b ^= b >>> 13;
		c = Math.imul(c + cell + (b >>> 3), 0xc2b2ae3d);
		c ^= c >>> 16;
		d = Math.imul(d ^ (cell + c), 0x27d4eb2f);
		d ^= d >>> 14;
	}
	hash[0] = a;
	hash[1] = b;
	hash[2] = c;
	hash[3] = d;
}
