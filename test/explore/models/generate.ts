/** Random small programs, repeatable from their number. */

import {below, type Random, seededRandom} from '../../../source/explore/random.ts';
import type {Model} from './cells.ts';
import {type Instruction, type Programs, programs} from './program.ts';

/** System number `index`: two to four processes of two to five steps over two to four cells, with loops, waits and checks. */
export function randomModel(index: number): Model {
	const random = seededRandom(20_260_917, index);
	const processes = 2 + below(random, 3);
	const shared = 2 + below(random, 3);
	const most = processes === 4 ? 3 : 5;
	const list: Programs['programs'] = Array.from({length: processes}, () => program(random, shared, most));
	const odd = below(random, 4);
	return programs({
		shared,
		registers: 2,
		programs: list,
		end: cells => (cells[0] === odd && cells[1] === odd ? 'odd-end' : null),
	});
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
