/**
 * The steps of a trace, a column for each process that steps. On a wide terminal the columns stand side by side; on a narrow
 * one each column begins a little further to the right than the one before it and they share the rest of the line.
 */
import type {TraceFrame, TraceStep} from '../explore/case.ts';
import {cutText, oneLine, type SourceText} from './explore-words.ts';
import {foldText} from './words.ts';

export interface StepsInput {
	/** Names of the processes by index. */
	processes: readonly string[];
	steps: readonly TraceStep[];
	/** Steps once around, after `steps`; empty where nothing goes round. */
	cycle: readonly TraceStep[];
	sourceText: SourceText;
	/** Characters of a line. */
	width: number;
}

/** Columns narrower than this are not put side by side. */
const narrowestColumn = 44;
const separator = ' | ';

/** How the lines are laid out. */
interface Layout {
	/** Processes that step, by index. */
	lanes: number[];
	/** Digits of the step numbers. */
	digits: number;
	/** Null: side by side; else how many characters one lane is to the right of the one before. */
	indent: number | null;
	/** Characters that a step has for itself. */
	room: number;
	/** In front of the number, for the bracket around a cycle. */
	bracket: '' | '  ';
}

/** The lines, without line ends: names of the columns, then every step. */
export function stepLines(input: StepsInput): string[] {
	const {steps, cycle, processes} = input;
	const layout = chooseLayout(input);
	const last = cycle.length - 1;
	const lines = (step: TraceStep, number: number) =>
		placed(stepText(step, input, layout), step.cpu, number, layout);
	const idle = processes.filter((_, index) => !layout.lanes.includes(index));
	return [
		...header(processes, layout),
		...steps.flatMap((step, index) => lines(step, index + 1).map(line => `${layout.bracket}${line}`)),
		...cycle.flatMap((step, index) =>
			lines(step, steps.length + index + 1).map((line, row) => `${bracketMark(index, row)} ${line}`),
		),
		...(last < 0 ? [] : [`\\_ and again from step ${steps.length + 1}, round and round for ever`]),
		...(idle.length === 0 ? [] : [`No step by ${idle.join(', ')}.`]),
	].map(line => line.trimEnd());
}

function bracketMark(index: number, row: number): string {
	return index === 0 && row === 0 ? '/' : '|';
}

function chooseLayout({steps, cycle, width}: StepsInput): Layout {
	const cpus = new Set([...steps, ...cycle].map(step => step.cpu));
	const lanes = [...cpus].sort((a, b) => a - b);
	const digits = Math.max(3, String(steps.length + cycle.length).length);
	const bracket = cycle.length > 0 ? '  ' : '';
	const free = width - bracket.length - digits - 2;
	const column = Math.floor((free - separator.length * (lanes.length - 1)) / Math.max(1, lanes.length));
	if (lanes.length > 1 && column >= narrowestColumn) {
		return {lanes, digits, indent: null, room: column, bracket};
	}

	const indent = lanes.length > 5 ? 2 : 4;
	const room = Math.max(20, free - indent * Math.max(0, lanes.length - 1));
	return {lanes, digits, indent, room, bracket};
}

function header(processes: readonly string[], layout: Layout): string[] {
	const names = layout.lanes.map(cpu => `${cpu}: ${processes[cpu] ?? `process ${cpu}`}`);
	const gutter = ' '.repeat(layout.bracket.length + layout.digits + 2);
	const {indent, room} = layout;
	if (indent !== null) {
		return names.map((name, lane) => `${gutter}${' '.repeat(indent * lane)}${name}`);
	}

	return [
		`${gutter}${names.map(name => cutText(name, room).padEnd(room)).join(separator)}`,
		`${'-'.repeat(gutter.length)}${names.map(() => '-'.repeat(room)).join('-+-')}`,
	];
}

/** Puts the lines of a step into its lane; the first gets the number of the step. */
function placed(text: readonly string[], cpu: number, number: number, layout: Layout): string[] {
	const {lanes, digits, indent, room} = layout;
	const lane = lanes.indexOf(cpu);
	return text.map((line, row) => {
		const gutter = `${(row === 0 ? String(number) : '').padStart(digits)}  `;
		if (indent !== null) {
			return `${gutter}${' '.repeat(indent * lane)}${line}`;
		}

		return `${gutter}${lanes.map((_, index) => (index === lane ? line : '').padEnd(room)).join(separator)}`;
	});
}

/** Where it is, the C there, which way it went, what it changed and broke; each line at most `layout.room` long. */
function stepText(step: TraceStep, {sourceText}: StepsInput, layout: Layout): string[] {
	const {room, indent} = layout;
	const {cpu, choice, choices, failure} = step;
	const [frame] = shownStack(step);
	// Side by side the column says who it is.
	const who = indent === null ? '' : `${cpu}: `;
	const source = frame === undefined ? null : sourceText(frame.file, frame.line);
	return [
		...placeLines(step, who, room),
		...(source === null || source.trim() === '' ? [] : [cutText(`    ${oneLine(source)}`, room)]),
		...(choices > 1 ? [`  takes way ${choice + 1} of ${choices}`] : []),
		...changeTexts(step).flatMap(change => hanging('  ', change, room)),
		...(failure === '' ? [] : hanging('  !! ', oneLine(failure), room)),
	];
}

/** Files of the machine under the kernel: its MMU, locks and checks, and the smallest of the headers. */
const machineFile =
	/^(explore\/(?!scenario)|hw\/|include\/ptelab\/|include\/linux\/(irqflags|atomic|compiler)\.h)/;

/** The stack from the kernel's own text on: what the machine does for it is told by what changes. All of it where that is nothing. */
function shownStack({stack}: TraceStep): TraceFrame[] {
	const first = stack.findIndex(({file, line}) => line > 0 && !machineFile.test(file));
	return first < 0 ? stack : stack.slice(first);
}

/** `0: apply_range_set_cb  variants/vj.c:40  < arena_alloc_pages`, in two lines where it does not fit one. */
function placeLines(step: TraceStep, who: string, room: number): string[] {
	const {op, place, address} = step;
	const [frame, ...callers] = shownStack(step);
	if (frame === undefined) {
		return [cutText(`${who}${[op, place || address].filter(word => word !== '').join(' ')}`, room)];
	}

	const location = frame.file === '' ? '' : `${frame.file}:${frame.line}`;
	const first = `${who}${frame.function}`;
	const isShort = location !== '' && first.length + 2 + location.length <= room;
	const head = isShort ? `${first}  ${location}` : first;
	const chain = callers.map(caller => ` < ${caller.function}`);
	return [
		cutText(withCallers(head, chain, room), room),
		...(isShort || location === '' ? [] : [`  ${cutStart(location, room - 2)}`]),
	];
}

/** As many callers as there is room for. */
function withCallers(head: string, chain: readonly string[], room: number): string {
	let line = chain.length > 0 && head.length + 1 + (chain[0]?.length ?? 0) <= room ? `${head} ` : head;
	for (const caller of chain) {
		if (line.length + caller.length > room) {
			return line.trimEnd();
		}

		line += caller;
	}

	return line;
}

/** What the step changed, in words where there are any, else as numbers. */
function changeTexts({changes, place, before, after}: TraceStep): string[] {
	if (changes.length > 0) {
		return changes.map(change => oneLine(`${change.name}: ${change.before} → ${change.after}`));
	}

	return place !== '' && before !== after ? [oneLine(`${place}: ${before} → ${after}`)] : [];
}

function hanging(lead: string, text: string, room: number): string[] {
	return foldText(text, room - lead.length).map((line, index) =>
		cutText(`${index === 0 ? lead : ' '.repeat(lead.length)}${line}`, room),
	);
}

/** Cuts at the start: of a path, its end says most. */
function cutStart(text: string, width: number): string {
	return text.length <= width ? text : `…${text.slice(text.length - width + 1)}`;
}
