/** A schedule told step by step: where each CPU stood, what it did, and what that changed. */

import type {StepManifest} from '../compiler/image.ts';
import type {Location} from '../compiler/ir/ir.ts';
import type {TraceChange, TraceFrame, TraceStep} from './case.ts';
import type {MachineView, MachineWords} from './machine-view.ts';
import type {Stepper} from './stepper.ts';
import type {Schedule} from './trace.ts';

/** What is needed of a manifest. */
export interface Sites {
	sites: number[];
	locations: Location[];
	step: StepManifest;
}

/**
 * Takes the schedule's steps from where the system stands and leaves it after them. A step that is not possible ends it: the
 * steps before it are given. `first` is the number of the first step.
 */
export function tellSteps(
	stepper: Stepper,
	view: MachineView,
	sites: Sites,
	schedule: Schedule,
	first = 1,
): TraceStep[] {
	const steps: TraceStep[] = [];
	let words = view.words();
	for (const [index, {process, choice}] of schedule.entries()) {
		if (stepper.status(process) !== 'ready') break;
		const pending = stepper.pending(process);
		if (choice >= pending.choices) break;
		const stack = stepper.stack(process).flatMap(({function: name, site}) => framesOf(sites, name, site));
		const hasPlace = pending.kind !== 'block' && pending.bytes > 0;
		const read = (): string => (hasPlace ? view.value(pending.address, pending.bytes) : '');
		const before = read();
		stepper.step(process, choice);
		const failure = stepper.failure();
		const now = view.words();
		const place = hasPlace ? view.placeName(pending.address) : '';
		steps.push({
			step: first + index,
			cpu: process,
			stack,
			op: pending.kind,
			address: hasPlace ? `0x${pending.address.toString(16)}` : '',
			place,
			before,
			after: read(),
			found: words.get(place) ?? '',
			choice,
			choices: pending.choices,
			changes: changesBetween(words, now),
			failure: failure ? failure.property : '',
		});
		words = now;
	}
	return steps;
}

/** The functions that a place in a function is in, innermost first, those inlined into it included. */
export function framesOf({sites, locations}: Sites, name: string, site: number): TraceFrame[] {
	const frames: TraceFrame[] = [];
	let at = sites[site] ?? -1;
	for (let location = locations[at]; location; at = location.inlinedAt, location = locations[at]) {
		// The compiler says ./ of what it finds by -I.
		const file = location.file.replace(/^\.\//, '');
		frames.push({function: location.function, file, line: location.line});
	}
	return frames.length > 0 ? frames : [{function: name, file: '', line: 0}];
}

function changesBetween(before: MachineWords, after: MachineWords): TraceChange[] {
	const changes: TraceChange[] = [];
	for (const [name, now] of after) {
		const was = before.get(name) ?? '';
		if (was !== now) changes.push({name, before: was, after: now});
	}
	return changes;
}
