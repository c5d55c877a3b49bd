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
	const frame = shownPlace(step)?.frame;
	// Side by side the column says who it is.
	const who = indent === null ? '' : `${cpu}: `;
	const source = frame === undefined ? null : sourceText(frame.file, frame.line);
	return [
		...placeLines(step, who, room),
		...(source === null || source.trim() === '' ? [] : [cutText(`    ${oneLine(source)}`, room)]),
		...(choices > 1 ? [`  takes way ${choice + 1} of ${choices}`] : []),
		...[...foundTexts(step), ...changeTexts(step)].flatMap(text => hanging('  ', text, room)),
		...(failure === '' ? [] : hanging('  !! ', oneLine(failure), room)),
	];
}

/** Files of the machine under the kernel: its MMU, locks and checks, and the smallest of the headers. */
const machineFile =
	/^(explore\/(?!scenario)|hw\/|include\/ptelab\/|include\/linux\/(irqflags|atomic|compiler)\.h)/;

/** Accessors and the like: which one it is says less than who called it for what. */
const helperFile = /^(include\/(?!ptelab\/)|explore\/scenario\.c$)/;

/** Where a step is shown. */
interface ShownPlace {
	frame: TraceFrame;
	/** The helper that it is in there, or ''. */
	helper: string;
	callers: TraceFrame[];
}

/**
 * The place from the kernel's own text on: what the machine does for it is told by what changes. Of a helper the caller's line is
 * shown. Null for a step without a stack.
 */
function shownPlace({stack}: TraceStep): ShownPlace | null {
	const start = stack.findIndex(({file, line}) => line > 0 && !machineFile.test(file));
	const own = start < 0 ? stack : stack.slice(start);
	const isHelper = own[0] !== undefined && helperFile.test(own[0].file);
	const user = isHelper ? own.findIndex(({file, line}) => line > 0 && !helperFile.test(file)) : 0;
	const at = Math.max(0, user);
	const frame = own[at];
	if (frame === undefined) {
		return null;
	}

	return {frame, helper: at > 0 ? (own[0]?.function ?? '') : '', callers: own.slice(at + 1)};
}

/** `0: apply_range_set_cb  variants/vj.c:40  in ptep_try_set < set_one`, in two lines where it does not fit one. */
function placeLines(step: TraceStep, who: string, room: number): string[] {
	const {op, place, address} = step;
	const shown = shownPlace(step);
	if (shown === null) {
		return [cutText(`${who}${[op, place || address].filter(word => word !== '').join(' ')}`, room)];
	}

	const {frame, helper, callers} = shown;
	const location = frame.file === '' ? '' : `${frame.file}:${frame.line}`;
	const first = `${who}${frame.function}`;
	const isShort = location !== '' && first.length + 2 + location.length <= room;
	const head = isShort ? `${first}  ${location}` : first;
	const chain = [
		...(helper === '' ? [] : [` in ${helper}`]),
		...callers.map(caller => ` < ${caller.function}`),
	];
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

/** What it met where it looked: without that, nobody can tell why a check let it pass. */
function foundTexts({op, place, found, changes}: TraceStep): string[] {
	const frame = /^(page \d+|scratch)\+\d+$/.exec(place)?.[1];
	if (frame !== undefined) {
		return [`reaches ${frame}`];
	}

	if (found === '' || changes.some(({name}) => name === place)) {
		return [];
	}

	return [oneLine(`${place} ${op === 'load' ? 'is' : 'stays'} ${found}`)];
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
