/** Text → demo script. What is not known, not in range or not asked for is refused with its place in the file. */
import type {SessionOptions} from '../machine/lab.ts';
import {counterIds} from '../machine/vocabulary.ts';
import {
	complain,
	type Fields,
	fieldsOf,
	itemsOf,
	numberOf,
	type Place,
	textOf,
	textsOf,
	wordOf,
} from './fields.ts';
import {lineAndColumn, PlaceError, parseJson} from './parse-json.ts';
import {
	type Act,
	type BooksExpectation,
	type CounterExpectation,
	comparisons,
	type DemoScript,
	type Expectation,
	type Step,
} from './script.ts';

/** Ids that a script may use. */
export interface KnownIds {
	archs: readonly string[];
	variants: readonly string[];
	programs: readonly string[];
}

/** A script that cannot be used; the message begins with `file:line:column:`. */
export class ScriptError extends Error {
	override readonly name = 'ScriptError';
}

const stepKeys = [
	'run',
	'watch',
	'until',
	'say',
	'inject',
	'remove',
	'pause',
	'resume',
	'chaos',
	'restart',
	'mark',
	'expect',
] as const;
const secondsLimits = {minimum: 0, maximum: 3600, whole: false};
const chaosLimits = {minimum: 0, maximum: 1024, whole: true};
const wordLimits = {minimum: 0, maximum: 0xffffffff, whole: true};
const countLimits = {minimum: 0, maximum: Number.MAX_SAFE_INTEGER, whole: false};

/** Reads a script. `file` is what messages call it. Throws a `ScriptError`. */
export function parseScript(text: string, file: string, known: KnownIds): DemoScript {
	try {
		return readScript({node: parseJson(text), path: ''}, known);
	} catch (error) {
		if (error instanceof PlaceError) {
			const {line, column} = lineAndColumn(text, error.offset);
			throw new ScriptError(`${file}:${line}:${column}: ${error.message.replace(/^: /, '')}`);
		}

		throw error;
	}
}

function readScript(place: Place, known: KnownIds): DemoScript {
	const fields = fieldsOf(place);
	const script = {
		title: textOf(fields.required('title')),
		text: textsOf(fields.optional('text')),
		acts: atLeastOne(fields.required('acts'), 'act').map(act => readAct(act, known)),
	};
	fields.finish();
	return script;
}

function readAct(place: Place, known: KnownIds): Act {
	const fields = fieldsOf(place);
	const title = textOf(fields.required('title'));
	const claims = textsOf(fields.optional('claims'));
	const text = textsOf(fields.optional('text'));
	const machine = readMachine(fields.required('machine'), known);
	const marks = new Set<string>();
	const scope: Scope = {known, archs: machine.archs, marks};
	const steps = itemsOf(fields.required('steps')).map(step => readStep(step, scope));
	const expect = oneOrMore(fields.required('expect')).map(item => readExpectation(item, scope));
	const conclusion = textsOf(fields.optional('conclusion'));
	fields.finish();
	return {title, claims, text, machine, steps, expect, conclusion};
}

/** What a step may refer to: it changes from step to step. */
interface Scope {
	known: KnownIds;
	/** Architectures that run at this point. */
	archs: string[];
	/** Marks set since the last boot. */
	marks: Set<string>;
}

function readMachine(place: Place, known: KnownIds): SessionOptions {
	const fields = fieldsOf(place);
	fields.required('archs');
	fields.required('variant');
	const changes = readChanges(fields, known);
	fields.finish();
	return {
		archs: changes.archs ?? [],
		variant: changes.variant ?? '',
		cpus: changes.cpus ?? 2,
		seed: changes.seed ?? 1,
		chaos: changes.chaos ?? 0,
		programs: changes.programs ?? [],
		violationThreshold: changes.violationThreshold ?? 0,
	};
}

function readChanges(fields: Fields, known: KnownIds): Partial<SessionOptions> {
	const changes: Partial<SessionOptions> = {};
	const archs = fields.optional('archs');
	if (archs !== undefined) {
		changes.archs = atLeastOne(archs, 'architecture').map(item => wordOf(item, 'architecture', known.archs));
		if (new Set(changes.archs).size < changes.archs.length) {
			complain(archs, 'an architecture is named twice');
		}
	}

	const variant = fields.optional('variant');
	if (variant !== undefined) {
		changes.variant = wordOf(variant, 'variant', known.variants);
	}

	const programs = fields.optional('programs');
	if (programs !== undefined) {
		changes.programs = itemsOf(programs).map(item => wordOf(item, 'program', known.programs));
	}

	const cpus = fields.optional('cpus');
	if (cpus !== undefined) {
		changes.cpus = numberOf(cpus, {minimum: 1, maximum: 8, whole: true});
	}

	const seed = fields.optional('seed');
	if (seed !== undefined) {
		changes.seed = numberOf(seed, wordLimits);
	}

	const chaos = fields.optional('chaos');
	if (chaos !== undefined) {
		changes.chaos = numberOf(chaos, chaosLimits);
	}

	const threshold = fields.optional('violationThreshold');
	if (threshold !== undefined) {
		changes.violationThreshold = numberOf(threshold, wordLimits);
	}

	return changes;
}

function readStep(place: Place, scope: Scope): Step {
	const fields = fieldsOf(place);
	const keys = fields.keys().filter(key => stepKeys.some(known => known === key));
	const [key] = keys;
	if (key === undefined || keys.length > 1) {
		return complain(place, `a step has exactly one of ${stepKeys.join(', ')}`);
	}

	const value = fields.required(key);
	const step = readStepValue(key as (typeof stepKeys)[number], value, fields, scope);
	fields.finish();
	return step;
}

function readStepValue(key: (typeof stepKeys)[number], value: Place, fields: Fields, scope: Scope): Step {
	switch (key) {
		case 'run':
		case 'watch':
			return {kind: key, seconds: numberOf(value, secondsLimits)};
		case 'until':
			return {
				kind: 'until',
				conditions: oneOrMore(value).map(item => readCounterExpectation(item, scope)),
				seconds: numberOf(fields.required('seconds'), secondsLimits),
			};
		case 'say':
			return {kind: 'say', text: textOf(value)};
		case 'inject':
		case 'remove':
			return {kind: key, program: wordOf(value, 'program', scope.known.programs)};
		case 'pause':
		case 'resume':
			if (value.node.type !== 'boolean' || !value.node.value) {
				complain(value, `write "${key}": true`);
			}

			return {kind: key};
		case 'chaos':
			return {kind: 'chaos', chance: numberOf(value, chaosLimits)};
		case 'restart': {
			const inner = fieldsOf(value);
			const changes = readChanges(inner, scope.known);
			inner.finish();
			scope.archs = changes.archs ?? scope.archs;
			scope.marks.clear();
			return {kind: 'restart', changes};
		}

		case 'mark': {
			const name = textOf(value);
			scope.marks.add(name);
			return {kind: 'mark', name};
		}

		case 'expect':
			return {kind: 'expect', expectations: oneOrMore(value).map(item => readExpectation(item, scope))};
	}
}

function readExpectation(place: Place, scope: Scope): Expectation {
	return fieldsOf(place).optional('books') === undefined
		? readCounterExpectation(place, scope)
		: readBooksExpectation(place, scope);
}

function readBooksExpectation(place: Place, scope: Scope): BooksExpectation {
	const fields = fieldsOf(place);
	const word = wordOf(fields.required('books'), 'state of the books', ['balanced', 'off']);
	const arch = readArch(fields, scope);
	fields.finish();
	return {kind: 'books', arch, balanced: word === 'balanced'};
}

function readCounterExpectation(place: Place, scope: Scope): CounterExpectation {
	const fields = fieldsOf(place);
	const counter = wordOf(fields.required('counter'), 'counter', counterIds);
	const arch = readArch(fields, scope);
	const mark = fields.optional('since');
	const since = mark === undefined ? null : textOf(mark);
	if (mark !== undefined && since !== null && !scope.marks.has(since)) {
		complain(mark, `no step before this one marks '${since}' since the machines were booted`);
	}

	const compare = wordOf(fields.required('compare'), 'comparison', comparisons);
	const value = fields.required('value');
	const expectation: CounterExpectation = {
		kind: 'counter',
		counter,
		arch,
		since,
		compare,
		value: value.node.type === 'object' ? readReference(value, scope) : numberOf(value, countLimits),
	};
	fields.finish();
	return expectation;
}

function readReference(place: Place, scope: Scope) {
	const fields = fieldsOf(place);
	const counter = wordOf(fields.required('counter'), 'counter', counterIds);
	const arch = readArch(fields, scope);
	const times = fields.optional('times');
	fields.finish();
	return {counter, arch, times: times === undefined ? 1 : numberOf(times, countLimits)};
}

function readArch(fields: Fields, scope: Scope): string | null {
	const arch = fields.optional('arch');
	if (arch === undefined) {
		return null;
	}

	const id = wordOf(arch, 'architecture', scope.known.archs);
	if (!scope.archs.includes(id)) {
		complain(arch, `'${id}' does not run in this act (${scope.archs.join(', ')} do)`);
	}

	return id;
}

function oneOrMore(place: Place): Place[] {
	return place.node.type === 'array' ? atLeastOne(place, 'expectation') : [place];
}

function atLeastOne(place: Place, what: string): Place[] {
	const items = itemsOf(place);
	return items.length === 0 ? complain(place, `needs at least one ${what}`) : items;
}
