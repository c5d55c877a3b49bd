/** Random small programs, repeatable from their number. */

import type {RaceCheck} from '../../../source/explore/data-race.ts';
import {below, type Random, seededRandom} from '../../../source/explore/random.ts';
import type {Model} from './cells.ts';
import {type Instruction, type Programs, programs, racesOf} from './program.ts';

const seed = 20_260_917;

/** System number `index`: two to four processes of two to five steps over two to four cells, with loops, waits and checks. */
export function randomModel(index: number): Model {
	return programs(randomPrograms(seededRandom(seed, index)));
}

/**
 * Another system of that kind in which some accesses are plain and some steps make two accesses, the second where the first one says; of
 * two or more processes the last are environment, or the first may wait for ever. Environment goes round for ever as a rule.
 */
export function randomSurroundings(index: number): {model: Model; race: RaceCheck} {
	const random = seededRandom(seed + 1, index);
	const all = randomPrograms(random);
	const count = all.programs.length;
	const surroundings = below(random, count);
	const waiting = below(random, count - surroundings);
	const isEnvironment = (process: number) => process >= count - surroundings;
	const list = all.programs.map((program, process): Instruction[] => {
		const marked = program.map((one): Instruction => {
			const plain = below(random, 3) === 0;
			return one.do === 'copy' && below(random, 2) === 0 ? {...one, do: 'through'} : {...one, plain};
		});
		if (!isEnvironment(process) || below(random, 4) === 0) return marked;
		// Register 2 is never written to, so this always jumps.
		const first = marked.findIndex(stepsItself);
		return [...marked, {do: 'jump', to: first, register: 2, value: 0}];
	});
	const whole = {
		...all,
		registers: 3,
		programs: list,
		environment: isEnvironment,
		mayWait: (process: number) => process < waiting,
	};
	return {model: programs(whole), race: racesOf(whole)};
}

function randomPrograms(random: Random): Programs {
	const processes = 2 + below(random, 3);
	const shared = 2 + below(random, 3);
	const most = processes === 4 ? 3 : 5;
	const list: Programs['programs'] = Array.from({length: processes}, () => program(random, shared, most));
	const odd = below(random, 4);
	return {
		shared,
		registers: 2,
		programs: list,
		end: cells => (cells[0] === odd && cells[1] === odd ? 'odd-end' : null),
	};
}

function program(random: Random, shared: number, most: number): Instruction[] {
	const length = 2 + below(random, most - 1);
	const list: Instruction[] = [];
	for (let step = 0; step < length; step++) {
		list.push(visible(random, shared));
		const register = below(random, 2);
		switch (below(random, 8)) {
			case 0:
				list.push({do: 'assert', register, not: 3});
				break;
			case 1:
				list.push({do: 'assert', register, not: 1 + below(random, 2)});
				break;
			case 2: {
				// Back to an instruction that steps, so that no loop is without one.
				const steps = list.flatMap((one, at) => (stepsItself(one) ? [at] : []));
				list.push({
					do: 'jump',
					to: steps[below(random, steps.length)] ?? 0,
					register,
					value: below(random, 3),
				});
				break;
			}
			case 3:
				list.push({do: 'jump', to: list.length + 2, register, value: below(random, 2)});
				list.push(visible(random, shared));
				break;
			default:
				break;
		}
	}
	return list;
}

function stepsItself(instruction: Instruction): boolean {
	return !['increment', 'jump', 'assert'].includes(instruction.do);
}

function visible(random: Random, shared: number): Instruction {
	const at = below(random, shared);
	const register = below(random, 2);
	switch (below(random, 12)) {
		case 0:
		case 1:
		case 2:
			return {do: 'load', at, register};
		case 3:
		case 4:
		case 5:
			return {do: 'store', at, value: below(random, 3)};
		case 6:
		case 7:
			return {do: 'copy', at, register};
		case 8:
			return {do: 'add', at, value: 1, register};
		case 9:
			return {do: 'await', at, value: below(random, 2)};
		case 10:
			return {do: 'lock', at};
		default:
			return {do: 'choose', register, below: 2};
	}
}
