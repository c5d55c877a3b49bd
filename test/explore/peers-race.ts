/** The slot race of `peers-race.c` on the stepper, and what other explorers found of it. */
import {readFileSync} from 'node:fs';
import {createStepper, type Stepper} from '../../source/explore/stepper.ts';
import {stepImage} from './step-helpers.ts';

/** How large a race is. */
export interface RaceSize {
	slots: number;
	/** One allocates, one frees, the rest access. */
	cpus: number;
	/** Of each CPU that does nothing else. */
	accesses: number;
}

/** Sizes of the full graph, found by Spin and by a breadth-first search written for the purpose. */
export const raceSizes: readonly (RaceSize & {states: number; transitions: number; finals: number})[] = [
	{slots: 2, cpus: 3, accesses: 1, states: 1040, transitions: 2332, finals: 8},
	{slots: 2, cpus: 3, accesses: 2, states: 4343, transitions: 10_994, finals: 13},
	{slots: 2, cpus: 4, accesses: 1, states: 32_120, transitions: 101_560, finals: 25},
	{slots: 2, cpus: 4, accesses: 2, states: 292_414, transitions: 1_087_333, finals: 41},
	{slots: 3, cpus: 3, accesses: 1, states: 2303, transitions: 5373, finals: 11},
	{slots: 3, cpus: 3, accesses: 2, states: 15_126, transitions: 39_631, finals: 26},
	{slots: 3, cpus: 4, accesses: 1, states: 119_778, transitions: 387_355, finals: 50},
	{slots: 3, cpus: 4, accesses: 2, states: 2_935_984, transitions: 11_181_861, finals: 156},
	{slots: 3, cpus: 5, accesses: 1, states: 4_644_319, transitions: 19_147_203, finals: 198},
];

/** Bugs, and in how many steps others reach them with 2 slots, 4 CPUs and one access each. */
export const raceBugs: readonly {name: string; defines: string[]; property: string; steps: number}[] = [
	{name: 'check, then a plain store', defines: ['PLAIN'], property: 'valid-to-valid', steps: 5},
	{
		name: 'write lost through a stale translation',
		defines: ['STALE'],
		property: 'lost-write',
		steps: 10,
	},
	{
		name: 'the same with an old page mapped first',
		defines: ['STALE', 'OLD'],
		property: 'lost-write',
		steps: 9,
	},
	{
		name: 'break-before-make when the allocator installs',
		defines: ['BBM'],
		property: 'break-before-make',
		steps: 9,
	},
	{name: 'release before the flush', defines: ['EARLY'], property: 'use-after-release', steps: 11},
	{name: 'walk and fill split', defines: ['SPLIT'], property: 'use-after-release', steps: 16},
];

const text = readFileSync(new URL('./peers-race.c', import.meta.url), 'utf8');

/** Compiles the race and brings it to a stepper; `defines` are bugs and checks. */
export async function createRace(
	{slots, cpus, accesses}: RaceSize,
	defines: readonly string[] = [],
): Promise<Stepper> {
	const faulting = cpus - 2;
	const image = await stepImage(
		`typedef _Bool bool;\n#define true 1\n#define false 0\n${text}`,
		['race_alloc', 'race_free', 'race_fault', 'race_finish'],
		{
			flags: [
				...[`-DNSLOT=${slots}`, `-DNFAULT=${faulting}`, `-DACC=${accesses}`],
				...defines.map(name => `-D${name}`),
			],
		},
	);
	return createStepper({
		image,
		processes: [
			{function: 'race_alloc', argument: 0},
			{function: 'race_free', argument: 0},
			...Array.from({length: faulting}, (_unused, cpu) => ({function: 'race_fault', argument: cpu})),
		],
		finish: 'race_finish',
		properties: [
			...['use-after-release', 'released-twice', 'page-overwritten', 'page-lost', 'lock-held'],
			...['valid-to-valid', 'break-before-make', 'lost-write'],
		],
	});
}
