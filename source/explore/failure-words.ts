/** A failure as a reader wants it: who breaks what, and where in the C. Asked for while the system stands after the failing step. */
import type {TraceFrame} from './case.ts';
import type {MachineView} from './machine-view.ts';
import {properties} from './properties/index.ts';
import type {Stepper} from './stepper.ts';
import type {Failure} from './system.ts';
import {framesOf, type Sites} from './trace-steps.ts';

/** What is needed of a case. */
export interface FailureScene {
	stepper: Pick<Stepper, 'stack' | 'status' | 'processes' | 'mayWait'>;
	view: Pick<MachineView, 'oopsAddress' | 'placeName'>;
	sites: Sites;
	/** Names of the processes. */
	processes: readonly string[];
}

/** A failure in words. */
export interface FailureWords {
	text: string;
	/** Where it broke, innermost first; empty where the last step of the trace says it all. */
	where: TraceFrame[];
}

/** The machine under the kernel: where it notices something, the kernel's own line is what counts. */
const machineFile = /^(explore\/(?!scenario)|hw\/|mm\/fault\.c$|lib\/|include\/ptelab\/)/;

/** Words and place of a failure. */
export function failureWords(scene: FailureScene, failure: Failure): FailureWords {
	const {process, property} = failure;
	const name = scene.processes[process];
	const found = properties.find(({id}) => id === property);
	if (found?.foundBy === 'c') {
		// What the C checks has no words of its own; the scenario's check is what it expects, in C.
		const who =
			name === undefined
				? process < 0 && isSetup(failure)
					? 'the setup'
					: 'the end'
				: `CPU ${process} (${name})`;
		const where = checkOf(scene, failure);
		return {text: `${who} breaks "${found.title}"${inPlace(where)}.`, where};
	}

	const where = found?.foundBy === 'machine' || property in standing ? placeOf(scene, failure) : [];
	const who = name === undefined ? '' : `CPU ${process} (${name}): `;
	if (property in standing) {
		// Between two steps: nobody has done anything wrong yet, so it is told where each stands.
		const places =
			standing[property]?.(scene, failure).map(
				one => `CPU ${one} is at ${placeText(standingAt(scene, one))}`,
			) ?? [];
		return {text: [`${who}${wordsOfText(scene, failure.text)}`, ...places].join('; '), where};
	}

	const at = property === 'oops' ? ` at address ${scene.view.oopsAddress()}` : '';
	return {text: `${who}${failure.text}${at}${inPlace(where)}`, where};
}

/** Findings about a state and not about a step, and the processes whose places explain them. */
const standing: Record<string, (scene: FailureScene, failure: Failure) => number[]> = {
	deadlock: ({stepper}) =>
		Array.from({length: stepper.processes}, (_, process) => process).filter(
			process => stepper.status(process) === 'blocked' && !stepper.mayWait?.(process),
		),
	'data-race': (_, {text}) => [...text.matchAll(/process (\d+)/g)].map(([, number]) => Number(number)),
};

/** The text of a search, which knows processes by number and memory by address, in the words of the machine. */
function wordsOfText({view}: FailureScene, text: string): string {
	return text.replace(/process (\d+)/g, 'CPU $1').replace(/at 0x([0-9a-f]+)/g, (whole, digits: string) => {
		const name = view.placeName(Number.parseInt(digits, 16));
		return name === '' ? whole : `of ${name}`;
	});
}

/** Where the scenario checks what was found broken; empty for checks of the machine. */
function checkOf({sites}: FailureScene, {site}: Failure): TraceFrame[] {
	const frames = site < 0 ? [] : framesOf(sites, '', site);
	const first = frames.findIndex(({file}) => file.startsWith('scenarios/'));
	return first < 0 ? [] : frames.slice(first);
}

function inPlace(where: readonly TraceFrame[]): string {
	return where.length === 0 ? '' : `, in ${placeText(where)}`;
}

function placeText([frame]: readonly TraceFrame[]): string {
	if (frame === undefined) {
		return 'an unknown place';
	}

	return `${frame.function}${frame.file === '' ? '' : `, ${frame.file}:${frame.line}`}`;
}

function isSetup({text}: Failure): boolean {
	return text.startsWith('while the scenario is set up');
}

function placeOf(scene: FailureScene, {process, site, property}: Failure): TraceFrame[] {
	// A process that stands before its next step has that step's place on its stack.
	const own = site < 0 || property in standing ? [] : framesOf(scene.sites, '', site);
	return kernelPart([...own, ...stackOf(scene, process)]);
}

function standingAt(scene: FailureScene, process: number): TraceFrame[] {
	return kernelPart(stackOf(scene, process));
}

function stackOf({stepper, sites}: FailureScene, process: number): TraceFrame[] {
	return stepper.stack(process).flatMap(({function: name, site}) => framesOf(sites, name, site));
}

/** The stack from the kernel's own text on; all of it where there is none. */
function kernelPart(frames: readonly TraceFrame[]): TraceFrame[] {
	const stack = frames.filter(({file}) => file !== '');
	const first = stack.findIndex(({file}) => !machineFile.test(file));
	return first < 0 ? stack : stack.slice(first);
}
