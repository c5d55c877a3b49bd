/**
 * Accesses that go through the translate hooks, and slots, when they are stepped: the hook's own accesses are steps before
 * the access, which is the one at the translated address.
 */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {emitStep, type StepImage} from '../../source/compiler/emit-step.ts';
import {link} from '../../source/compiler/link.ts';
import {createStepper} from '../../source/explore/stepper.ts';
import {compileUnit, enumerate, readWord, stepPrelude} from './step-helpers.ts';

const hardware = `
volatile u32 table[4] = {3, 2, 1, 0xffff}; u32 pages[4]; volatile u32 misses;
unsigned long __mmu_translate(unsigned long address, unsigned int access, unsigned int site)
{
	return (unsigned long)&pages[table[(address >> 2) & 3]];
}
unsigned long __mmu_translate_arena(unsigned long address, unsigned int access, unsigned int site)
{
	u32 entry = table[(address >> 2) & 3];
	if (entry == 0xffff) { misses = misses + 1; return 0; }
	return (unsigned long)&pages[entry];
}
`;
const kernel = `
extern u32 pages[4];
u32 out;
static const u32 fixed[4] = {9, 8, 7, 6};
u32 slot(u32 n);
void store_through(u32 index) { *(volatile u32 *)(0x40000000ul + 4 * index) = 5; }
void swap_table(u32 to) { extern volatile u32 table[4]; table[0] = to; }
void arena(u32 index)
{
	volatile u32 __attribute__((address_space(1))) *p = (volatile u32 __attribute__((address_space(1))) *)(0x7700000000ul + 4 * index);
	p[0] = 6;
	out = p[0] + 100 + fixed[index & 3];
}
void call_slot(u32 n) { out = slot(n) + 1; }
`;
const variant = (by: number) => `extern volatile u32 misses; u32 slot(u32 n) { return misses + n * ${by}; }`;

async function build(): Promise<StepImage> {
	const flags = ['-Wno-everything'];
	const compile = (name: string, text: string) => compileUnit(name, stepPrelude + text, undefined, flags);
	return emitStep(
		link({
			arch: 'test',
			memoryBytes: 4 * 0x1_0000,
			core: [
				{unit: await compile('hardware.c', hardware), direct: true},
				{unit: await compile('kernel.c', kernel), direct: false},
			],
			variants: [
				{id: 'tens', units: [await compile('tens.c', variant(10))]},
				{id: 'hundreds', units: [await compile('hundreds.c', variant(100))]},
			],
			programs: [],
			slots: ['slot'],
			exports: ['store_through', 'swap_table', 'arena', 'call_slot'],
		}),
	);
}

const image = build();

test('the hook runs first, then the access stops at the translated address', async () => {
	const built = await image;
	const at = (name: string) => built.manifest.symbols[name]?.address ?? 0;
	const stepper = createStepper({image: built, processes: [{function: 'store_through', argument: 1}]});
	const seen: unknown[] = [];
	while (stepper.status(0) === 'ready') {
		const {kind, address} = stepper.pending(0);
		seen.push([kind, address, stepper.stack(0).map(entry => entry.function)]);
		stepper.step(0, 0);
	}
	assert.deepEqual(seen, [
		['load', at('table') + 4, ['__mmu_translate', 'store_through']],
		['store', at('pages') + 8, ['store_through']],
	]);
	assert.equal(readWord(stepper, built, 'pages', 2), 5);
});

test('a change of the table between the walk and the access is found', async () => {
	const built = await image;
	const stepper = createStepper({
		image: built,
		processes: [
			{function: 'store_through', argument: 0},
			{function: 'swap_table', argument: 0},
		],
	});
	const ends = new Set<string>();
	enumerate(stepper, () => {
		ends.add([0, 1, 2, 3].map(page => readWord(stepper, built, 'pages', page)).join(' '));
	});
	assert.deepEqual([...ends].sort(), ['0 0 0 5', '5 0 0 0']);
});

test('an arena access that is refused reads as zero and stores nothing', async () => {
	const built = await image;
	const run = (index: number) => {
		const stepper = createStepper({image: built, processes: [{function: 'arena', argument: index}]});
		let steps = 0;
		for (; stepper.status(0) === 'ready'; steps++) stepper.step(0, 0);
		assert.equal(stepper.failure(), null);
		const word = (name: string) => readWord(stepper, built, name);
		return {steps, out: word('out'), misses: word('misses')};
	};
	// Each access: a load of the table and itself; refused: that load and two for the counter.
	assert.deepEqual(run(0), {steps: 5, out: 115, misses: 0});
	assert.deepEqual(run(3), {steps: 7, out: 106, misses: 2});
});

test('a slot goes to the selected variant and can be stopped in', async () => {
	const built = await image;
	for (const [index, expected] of [31, 301].entries()) {
		const stepper = createStepper({
			image: built,
			processes: [{function: 'call_slot', argument: 3}],
			variant: index,
		});
		assert.deepEqual(
			stepper.stack(0).map(entry => entry.function),
			['slot', 'call_slot'],
		);
		stepper.step(0, 0);
		stepper.step(0, 0);
		assert.equal(stepper.status(0), 'finished');
		assert.equal(readWord(stepper, built, 'out'), expected);
	}
});
