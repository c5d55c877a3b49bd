/** The free ranges against a plain list of pages, with memory that runs out now and then. */
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {buildDriver, type DriverCpu, services} from './support/kernel-units.ts';

const pages = 48;
const outOfMemory = -12;
const noEntry = -2;
const notFree = -3;

const driver = `${services}
#include <linux/range_tree.h>

static struct range_tree tree;
static struct range_node cells[64];
static u32 used, live, fail;

void *kmalloc_nolock(size_t size, gfp_t gfp, int node)
{
	u32 i;

	if (fail)
		return NULL;
	for (i = 0; i < 64; i++)
		if (!(cells[i].start + 1))
			break;
	if (used < 64 && i == 64)
		i = used++;
	live++;
	return &cells[i];
}

void kfree_nolock(const void *object)
{
	((struct range_node *)object)->start = -1u;
	live--;
}

int set(u32 start, u32 len) { return range_tree_set(&tree, start, len); }
int clear(u32 start, u32 len) { return range_tree_clear(&tree, start, len); }
int is_set(u32 start, u32 len) { return is_range_tree_set(&tree, start, len); }
int find(u32 len) { return (int)range_tree_find(&tree, len); }
int set_fail(u32 value) { fail = value; return 0; }
int destroy(void) { range_tree_destroy(&tree); return live; }
int nodes(void) { return live; }
int page(u32 n) { return is_range_tree_set(&tree, n, 1) == 0; }
`;

describe('range tree', () => {
	let tree: DriverCpu;

	before(async () => {
		const names = ['set', 'clear', 'is_set', 'find', 'set_fail', 'destroy', 'nodes', 'page'];
		const [cpu] = (await buildDriver(['bpf/range_tree.c'], driver, names)).machine(1);
		assert.ok(cpu);
		tree = cpu;
	});

	it('does what a list of pages does', () => {
		const free = new Array<boolean>(pages).fill(false);
		const random = numbers(7);
		let refusals = 0;

		for (let step = 0; step < 20_000; step++) {
			const start = random() % pages;
			const length = Math.min(1 + (random() % (random() % 4 === 0 ? pages : 4)), pages - start);
			const isFailing = random() % 3 === 0;
			tree.set_fail?.(isFailing ? 1 : 0);

			switch (random() % 4) {
				case 0: {
					const result = tree.set?.(start, length);
					refusals += note(result, () => free.fill(true, start, start + length), isFailing);
					break;
				}
				case 1: {
					const result = tree.clear?.(start, length);
					refusals += note(result, () => free.fill(false, start, start + length), isFailing);
					break;
				}
				case 2: {
					const isFree = free.slice(start, start + length).every(Boolean);
					assert.equal(tree.is_set?.(start, length), isFree ? 0 : notFree);
					break;
				}
				default:
					assert.equal(tree.find?.(length), firstFit(free, length));
			}

			assert.equal(tree.nodes?.(), runs(free), `step ${step}: one node for each free run`);
		}

		assert.ok(refusals > 50, `memory ran out only ${refusals} times`);
		assert.deepEqual(
			free.map((_, page) => tree.page?.(page) === 1),
			free,
		);
	});

	it('gives every node back', () => {
		tree.set_fail?.(0);
		tree.set?.(0, pages);
		tree.clear?.(3, 2);
		tree.clear?.(9, 1);
		assert.equal(tree.nodes?.(), 3);
		assert.equal(tree.destroy?.(), 0);
		assert.equal(tree.find?.(1), noEntry);
	});
});

/** Applies a change that was made; a refused one counts 1 and must have been for want of memory. */
function note(result: number | undefined, apply: () => void, mayFail: boolean): number {
	if (result === outOfMemory && mayFail) {
		return 1;
	}

	assert.equal(result, 0);
	apply();

	return 0;
}

function firstFit(free: readonly boolean[], length: number): number {
	for (let start = 0; start + length <= free.length; start++) {
		if (free.slice(start, start + length).every(Boolean)) {
			return start;
		}
	}

	return noEntry;
}

function runs(free: readonly boolean[]): number {
	return free.filter((isFree, page) => isFree && free[page - 1] !== true).length;
}

function numbers(seed: number): () => number {
	let state = seed;

	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;

		return state >>> 8;
	};
}
