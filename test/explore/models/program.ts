/** Small concurrent programs as systems: a few shared cells, processes with a few registers, one shared access a step. */

import type {RaceCheck} from '../../../source/explore/data-race.ts';
import type {Access, Footprint} from '../../../source/explore/system.ts';
import type {Cells, Model} from './cells.ts';

/**
 * One instruction. `at` is a shared cell, `register` a register of the process; values are 0 to 3 as a rule. `plain`: its access is
 * a plain one, all others are marked or atomic.
 */
export type Instruction = Bare & {plain?: boolean};

type Bare =
	| {do: 'load'; at: number; register: number}
	| {do: 'store'; at: number; value: number}
	| {do: 'copy'; at: number; register: number}
	| {do: 'add'; at: number; value: number; register: number}
	/** Stores into the cell whose number the cell `at` holds: two accesses in one step, the second wherever that is. */
	| {do: 'through'; at: number; register: number}
	/** Waits until the cell has the value. */
	| {do: 'await'; at: number; value: number}
	/** Waits until the cell is 0 and sets it to 1; `store` of 0 unlocks. */
	| {do: 'lock'; at: number}
	/** Any value below `below`; no shared access. */
	| {do: 'choose'; register: number; below: number}
	/** The following take no step of their own. A jump back must have an instruction that steps in its loop. */
	| {do: 'increment'; register: number}
	| {do: 'jump'; to: number; register: number; value: number}
	| {do: 'assert'; register: number; not: number};

/** A system of programs. `end` names a property that a final state breaks. */
export interface Programs {
	shared: number;
	registers: number;
	programs: readonly (readonly Instruction[])[];
	end?: (shared: Cells, registers: (process: number) => Cells) => string | null;
	/** Programs are all one and nobody is named: states may be merged by exchanging processes. */
	alike?: boolean;
	environment?: (process: number) => boolean;
	mayWait?: (process: number) => boolean;
}

/** The check for races of the plain instructions of some programs. */
export function racesOf({programs: list}: Pick<Programs, 'programs'>): RaceCheck {
	return {isPlain: site => list[Math.floor(site / sitesEach)]?.[site % sitesEach]?.plain === true};
}

/** An instruction's site is its process's number times this plus its own. */
const sitesEach = 100;
const failed = 255;
const modulus = 4;

/** The programs as a model. */
export function programs(all: Programs): Model {
	const {shared, registers, programs: list, end, alike, environment, mayWait} = all;
	const size = registers + 1;
	const base = (process: number) => shared + process * size;
	const initial: number[] = Array(shared + list.length * size).fill(0);
	const at = (cells: Cells, process: number): Instruction | undefined =>
		list[process]?.[cells[base(process)] as number];
	const settleAll = Uint8Array.from(initial);
	for (let process = 0; process < list.length; process++) settle(settleAll, process);
	const futures = list.map(program => future(program, shared));
	const pointedAt = (cells: Cells, cell: number) => (cells[cell] as number) % shared;

	return {
		processes: list.length,
		initial: [...settleAll],
		status(cells, process) {
			if (cells[base(process)] === failed) return 'failed';
			const next = at(cells, process);
			if (!next) return 'finished';
			if (next.do === 'await') return cells[next.at] === next.value ? 'ready' : 'blocked';
			return next.do === 'lock' && cells[next.at] !== 0 ? 'blocked' : 'ready';
		},
		pending(cells, process) {
			const next = at(cells, process);
			const access = next && accessOf(next);
			const choices = next?.do === 'choose' ? next.below : 1;
			const site = process * sitesEach + (cells[base(process)] as number);
			if (!access) return {kind: next ? 'block' : 'none', address: 0, choices, site};
			const updates = next.do === 'add' || next.do === 'lock';
			const kind = updates ? 'update' : access.write ? 'store' : 'load';
			return {kind, address: access.address, choices, site};
		},
		step(cells, process, choice) {
			const next = at(cells, process);
			const own = base(process) + 1;
			if (!next) return null;
			switch (next.do) {
				case 'load':
					cells[own + next.register] = cells[next.at] as number;
					break;
				case 'store':
					cells[next.at] = next.value;
					break;
				case 'copy':
					cells[next.at] = cells[own + next.register] as number;
					break;
				case 'add':
					cells[own + next.register] = cells[next.at] as number;
					cells[next.at] = ((cells[next.at] as number) + next.value) % modulus;
					break;
				case 'through':
					cells[pointedAt(cells, next.at)] = cells[own + next.register] as number;
					break;
				case 'lock':
					cells[next.at] = 1;
					break;
				case 'choose':
					cells[own + next.register] = choice;
					break;
				default:
					break;
			}
			cells[base(process)] = (cells[base(process)] as number) + 1;
			return settle(cells, process);
		},
		end: cells =>
			end?.(cells.subarray(0, shared), process =>
				cells.subarray(base(process) + 1, base(process) + 1 + registers),
			) ?? null,
		touches(cells, process): Footprint | null {
			const next = at(cells, process);
			if (next?.do === 'through') {
				const to = {address: pointedAt(cells, next.at), bytes: 1, write: true};
				return [{address: next.at, bytes: 1, write: false}, to];
			}
			return next?.do === 'choose' ? [] : null;
		},
		mayAccess: (cells, process) => futures[process]?.[cells[base(process)] as number] ?? [],
		...(environment && {environment}),
		...(mayWait && {mayWait}),
		...(alike && {
			exchanges: true,
			canonical(cells: Cells) {
				const blocks = list.map((_, process) => cells.slice(base(process), base(process) + size));
				blocks.sort(Buffer.compare);
				return Uint8Array.from([...cells.subarray(0, shared), ...blocks.flatMap(block => [...block])]);
			},
		}),
	};

	/** Runs what takes no step, up to the next instruction that does. */
	function settle(cells: Cells, process: number): string | null {
		const own = base(process) + 1;
		for (;;) {
			const next = at(cells, process);
			const pc = cells[base(process)] as number;
			switch (next?.do) {
				case 'increment':
					cells[own + next.register] = ((cells[own + next.register] as number) + 1) % modulus;
					cells[base(process)] = pc + 1;
					break;
				case 'jump':
					cells[base(process)] = cells[own + next.register] === next.value ? next.to : pc + 1;
					break;
				case 'assert':
					if (cells[own + next.register] === next.not) {
						cells[base(process)] = failed;
						return 'assert';
					}
					cells[base(process)] = pc + 1;
					break;
				default:
					return null;
			}
		}
	}
}

function accessOf(instruction: Instruction): Access | null {
	switch (instruction.do) {
		case 'load':
		case 'await':
			return {address: instruction.at, bytes: 1, write: false};
		case 'store':
		case 'copy':
		case 'add':
		case 'lock':
			return {address: instruction.at, bytes: 1, write: true};
		default:
			return null;
	}
}

/** Of each place in a program, every access that can follow. */
function future(program: readonly Instruction[], shared: number): Footprint[] {
	return program.map((_, start) => {
		const seen = new Set([start]);
		for (const pc of seen) {
			const instruction = program[pc];
			if (!instruction) continue;
			seen.add(pc + 1);
			if (instruction.do === 'jump') seen.add(instruction.to);
		}
		return [...seen].flatMap(pc => {
			const instruction = program[pc];
			if (instruction?.do === 'through') return [{address: 0, bytes: shared, write: true}];
			const access = instruction && accessOf(instruction);
			return access ? [access] : [];
		});
	});
}
