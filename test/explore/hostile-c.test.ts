/** C of a user that goes wrong in every way there is: each ends as a finding with its line, soon, and harms nobody. */
import assert from 'node:assert/strict';
import {before, suite, test} from 'node:test';
import {archById} from '../../source/arch/index.ts';
import {clangVersion} from '../../source/compiler/clang.ts';
import {folderCache} from '../../source/compiler/folder-cache.ts';
import {builtInSources} from '../../source/compiler/source-tree.ts';
import {userVariant} from '../../source/compiler/user-variant.ts';
import {buildExploreImage} from '../../source/explore/build-explore-image.ts';
import {compileExploreImage} from '../../source/explore/explore-images.ts';
import {type ExploreImage, runCase} from '../../source/explore/run-case.ts';
import {scenarioSources} from '../../source/explore/scenario-sources.ts';
import {builtFile} from '../../source/machine/built-file.ts';
import {plainOptions, scenarioById} from './kernel-helpers.ts';

const arch = 'x86_64';
/** The callback runs while the CPUs race here, and before they do there. */
const racing = scenarioById('C5-scratch-between-check-and-store');
const inSetup = scenarioById('C10-clear-against-set');

interface Hostile {
	id: string;
	/** Before the callback. */
	head?: string;
	/** In line 3. */
	body: string;
	property: string;
	text: RegExp;
	/** Function and line; default: the callback's body. */
	where?: [name: string, line: number];
}

const hostile: Hostile[] = [
	{
		id: 'null',
		body: 'struct apply_range_data *d = NULL; WRITE_ONCE(d->i, 1); return 0;',
		property: 'oops',
		text: /a null pointer is followed at address 0x8, in apply_range_set_cb, null\.c:3$/,
	},
	{
		id: 'negative-index',
		head: 'static int table[4];',
		body: 'WRITE_ONCE(table[READ_ONCE(table[0]) - 100000], 7); return 0;',
		property: 'oops',
		text: /a page fault that nothing recovers at address 0xf+[0-9a-f]+, in/,
	},
	{
		id: 'wild',
		body: 'for (u64 *p = (u64 *)0x10000; p < (u64 *)0x10400; p++) WRITE_ONCE(*p, 0xdeadbeefdeadbeefull); return 0;',
		property: 'wild-store',
		text: /stores to 0x10010, which belongs to the machine/,
	},
	{
		id: 'spin',
		body: 'while (1);',
		property: 'endless-loop',
		text: /turns for ever .*, in apply_range_set_cb, spin\.c:3$/,
	},
	{
		id: 'relax',
		body: 'for (;;) cpu_relax();',
		property: 'endless-loop',
		text: /turns for ever .*, in apply_range_set_cb, relax\.c:3$/,
	},
	{
		id: 'count',
		head: 'static unsigned long counter;',
		body: 'for (;;) WRITE_ONCE(counter, counter + 1);',
		property: 'endless-loop',
		text: /goes on and on: \d+ steps in a row, each to a new state, in apply_range_set_cb, count\.c:3$/,
	},
	{
		id: 'recurse',
		head: 'static noinline int deep(int n, volatile int *p) { volatile int here = n; return deep(n + 1, &here) + here + *p; }',
		body: 'int x = 0; return deep(0, &x);',
		property: 'stack-overflow',
		text: /the calls do not fit the stack, in deep, recurse\.c:1$/,
		where: ['deep', 1],
	},
	{
		id: 'large',
		body: 'volatile char big[1 << 20]; big[addr & 0xffff] = 1; return big[5];',
		property: 'stack-overflow',
		text: /the calls do not fit the stack/,
	},
	{
		id: 'divide',
		head: 'static int zero;',
		body: 'return (int)addr / READ_ONCE(zero);',
		property: 'bug',
		text: /division by zero, in/,
	},
	{
		id: 'leap',
		head: 'static int (*bad)(int) = (int (*)(int))0x1234567;',
		body: 'return READ_ONCE(bad)(3);',
		property: 'bug',
		text: /a call through the pointer 0x1234567, which is to no function of this type, in/,
	},
	{id: 'bug', body: 'BUG_ON(data || !pte); return 0;', property: 'bug', text: /: BUG\(\), in/},
	{id: 'trap', body: '__builtin_trap();', property: 'bug', text: /__builtin_trap\(\), in/},
];

suite('C of a user', () => {
	let image: ExploreImage;

	before(async () => {
		const sources = builtInSources(archById(arch));
		const {get} = folderCache({version: clangVersion(), folders: [builtFile('llvm')]});
		const variants = await Promise.all(
			hostile.map(async ({id, head = '', body}) => {
				const signature = 'static int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)';
				const text = `${head}\n${signature} {\n${body}\n}\n`;
				const source = {kind: 'c', path: `${id}.c`, text, base: 'VJ'} as const;
				return (await userVariant(source, archById(arch), sources)).variant;
			}),
		);
		image = await compileExploreImage(
			await buildExploreImage({
				...sources,
				variants,
				...scenarioSources(arch),
				cache: {get, async set() {}},
				optimize: false,
			}),
		);
	});

	for (const {id, property, text, where = ['apply_range_set_cb', 3]} of hostile) {
		const job = {arch, variant: `${id}.c`, options: plainOptions};
		const [name, line] = where;

		test(`${id}: is a finding with its line, and so it is when its token is replayed`, () => {
			const report = runCase(image, racing, {...job, scenario: racing.id});
			assert.equal(report.error, null);
			assert.equal(report.property, property, report.text);
			assert.match(report.text, text);
			assert.match(report.text, /^CPU 0 \(allocate\): /);
			assert.deepEqual(report.where[0], {function: name, file: `${id}.c`, line});
			assert.ok(report.trace.length > 0 && report.trace.length < 40, `${report.trace.length} steps`);
			assert.ok(report.seconds < 20, `${report.seconds} s`);
			const again = runCase(image, racing, {...job, scenario: racing.id, token: report.token ?? ''});
			assert.deepEqual([again.property, again.text], [report.property, report.text]);
		});

		test(`${id}: is one also where it comes before the race`, () => {
			const report = runCase(image, inSetup, {...job, scenario: inSetup.id});
			assert.equal(report.error, null);
			assert.equal(report.verdict, 'violated');
			assert.match(report.text, /^while the scenario is set up: /);
			assert.equal(report.property, property);
			assert.deepEqual(report.where[0], {function: name, file: `${id}.c`, line});
			assert.ok(report.seconds < 20, `${report.seconds} s`);
		});
	}
});
