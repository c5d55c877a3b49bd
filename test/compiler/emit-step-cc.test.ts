/**
 * The two emitters against each other: a generated program stepped from access to access gives what it gives at full
 * speed, in both byte orders and with both sizes of pointers, and can be taken back to its start.
 */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {emitRun} from '../../source/compiler/emit-run.ts';
import {emitStep} from '../../source/compiler/emit-step.ts';
import {createStepper} from '../../source/explore/stepper.ts';
import {generateProgram} from './c-generator.ts';
import {firstDifference, linkProgram, type Outcome, triples} from './cc-compare.ts';
import {start} from './emit-helpers.ts';

const programsPerTarget = 2;

for (const [index, triple] of triples.entries()) {
	test(`stepped and run programs agree, ${triple}`, async () => {
		for (let number = 0; number < programsPerTarget; number++) {
			const seed = 5000 + index * programsPerTarget + number;
			const level = number % 2 === 0 ? '-O2' : '-O1';
			const program = await linkProgram(generateProgram(seed, 'small'), {triple, level});
			const machine = start(await emitRun(program));
			machine.call('run_test');
			const ran = outcome(machine.view, machine.address, machine.image.manifest.bigEndian);

			const image = await emitStep(program);
			const stepper = createStepper({image, processes: [{function: 'run_test', argument: 0}]});
			const addressOf = (name: string): number => image.manifest.symbols[name]?.address ?? 0;
			const position = stepper.position();
			const before = {hash: [...stepper.hash], snapshot: stepper.snapshot()};
			let steps = 0;
			while (stepper.status(0) === 'ready') {
				stepper.step(0, 0);
				steps++;
			}
			const context = `seed ${seed}, ${triple} ${level}`;
			assert.equal(stepper.failure(), null, context);
			assert.equal(stepper.status(0), 'finished', context);
			assert.ok(steps > 10, context);
			const stepped = outcome(new DataView(stepper.memory.buffer), addressOf, image.manifest.bigEndian);
			assert.ok(ran.notes.length > 0, context);
			assert.equal(firstDifference(stepped, ran), null, context);
			assert.ok(isStackClear(stepper.memory, image.manifest.step), context);

			stepper.rollback(position);
			assert.deepEqual([...stepper.hash], before.hash, context);
			assert.deepEqual(stepper.snapshot(), before.snapshot, context);
		}
	});
}

function outcome(view: DataView, address: (symbol: string) => number, bigEndian: boolean): Outcome {
	const count = view.getUint32(address('note_count'), !bigEndian);
	const notes = Array.from({length: count}, (_unused, note) =>
		view.getBigUint64(address('notes') + 8 * note, !bigEndian),
	);
	return {notes, checksum: view.getBigUint64(address('checksum'), !bigEndian)};
}

/** Whether nothing is left on the first stack but the word that says that the process is finished. */
function isStackClear(memory: WebAssembly.Memory, layout: {stackBase: number; stackBytes: number}): boolean {
	const words = new Uint32Array(memory.buffer, layout.stackBase, layout.stackBytes / 4);
	return words[0] === 1 && words.subarray(1).every(word => word === 0);
}
