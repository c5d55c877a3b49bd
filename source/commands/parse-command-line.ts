/**
 * Arguments → one command with checked values, or a `UsageError`. Meow splits the arguments; what it would let pass (unknown
 * flags, empty or non-numeric values, `--no-x`, repeated flags) is refused here, before and after.
 */
import meow from 'meow';
import {nearestWord} from '../report/words.ts';
import {
	allFlags,
	type Command,
	type CommandName,
	commandByName,
	commandNames,
	commands,
	defaultCommand,
	type Flag,
} from './commands.ts';
import {UsageError, unknownWord} from './usage-error.ts';

/** Value of a flag that was given: what its kind says. */
export type FlagValue = boolean | number | string | string[];

export interface CommandLine {
	command: CommandName;
	/** Arguments that are not flags. */
	input: string[];
	/** Flags that were given, by name. */
	values: ReadonlyMap<string, FlagValue>;
}

/** Parses the arguments after the program's name. Throws a `UsageError` that says what to write instead. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
	const words = normalise(argv);
	const {flags, input} = meow({
		importMeta: import.meta,
		argv: words,
		pkg: {name: 'ptelab'},
		description: false,
		autoHelp: false,
		autoVersion: false,
		inferType: false,
		booleanDefault: undefined,
		flags: meowFlags(),
	});
	const [first, ...rest] = input;
	const command = commandByName(commandName(first));
	if (rest.length > command.arguments) {
		throw new UsageError(`unexpected argument '${rest[command.arguments]}' (ptelab ${command.name} --help)`);
	}

	return {command: command.name, input: rest, values: checkValues(command, flags)};
}

/** A list flag's words, or undefined when it was not given. */
export function listValue(line: CommandLine, name: string): string[] | undefined {
	const value = line.values.get(name);
	return Array.isArray(value) ? value : undefined;
}

/** A word flag's value, or undefined when it was not given. */
export function wordValue(line: CommandLine, name: string): string | undefined {
	const value = line.values.get(name);
	return typeof value === 'string' ? value : undefined;
}

/** A number flag's value, or undefined when it was not given. */
export function numberValue(line: CommandLine, name: string): number | undefined {
	const value = line.values.get(name);
	return typeof value === 'number' ? value : undefined;
}

/** Whether a boolean flag was given. */
export function isGiven(line: CommandLine, name: string): boolean {
	return line.values.has(name);
}

function commandName(word: string | undefined): CommandName {
	if (word === undefined) {
		return defaultCommand;
	}

	const known = commandNames.find(name => name === word);
	if (known === undefined) {
		throw unknownWord('command', word, commandNames, 'ptelab help');
	}

	return known;
}

/** Refuses unknown flags and makes every value explicit (`--chaos` → `--chaos=64`), so that nothing is left to guess. */
function normalise(argv: readonly string[]): string[] {
	const flags = allFlags();
	const words: string[] = [];
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] ?? '';
		if (word === '--') {
			return [...words, ...argv.slice(index)];
		}

		if (!word.startsWith('-') || word === '-' || isNumber(word)) {
			words.push(word);
			continue;
		}

		const [name, given] = splitFlag(word);
		const flag = findFlag(flags, name);
		if (flag === undefined) {
			throw unknownFlag(name, flags);
		}

		if (flag.kind.type === 'boolean') {
			if (given !== undefined) {
				throw new UsageError(`--${flag.name} takes no value, but got '${given}'`);
			}

			words.push(`--${flag.name}=true`);
			continue;
		}

		const next = argv[index + 1];
		let value = given;
		if (value === undefined && next !== undefined && takesNext(flag, next)) {
			value = next;
			index++;
		}

		if (value === undefined && flag.kind.type === 'integer' && flag.kind.bare !== undefined) {
			value = String(flag.kind.bare);
		}

		if (value === undefined || value === '') {
			throw new UsageError(`--${flag.name} needs a value: ${wanted(ownFlag(flag, argv))}`);
		}

		words.push(`--${flag.name}=${value}`);
	}

	return words;
}

function splitFlag(word: string): [name: string, value: string | undefined] {
	const equals = word.indexOf('=');
	return equals === -1 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

function findFlag(flags: ReadonlyMap<string, Flag>, name: string): Flag | undefined {
	if (name.startsWith('--')) {
		return flags.get(name.slice(2));
	}

	return [...flags.values()].find(flag => flag.short === name.slice(1));
}

/** The same flag as the command has it that the arguments begin with: its values may be others than elsewhere. */
function ownFlag(flag: Flag, [word]: readonly string[]): Flag {
	const command = commands.find(({name}) => name === word) ?? commandByName(defaultCommand);
	return command.flags.find(({name}) => name === flag.name) ?? flag;
}

/** A flag with an optional value takes the next word only when that is a number; others take any word but a flag. */
function takesNext(flag: Flag, next: string): boolean {
	if (flag.kind.type === 'integer' && flag.kind.bare !== undefined) {
		return isNumber(next);
	}

	return !next.startsWith('-') || isNumber(next) || next === '-';
}

function isNumber(word: string): boolean {
	return /^[-+]?(\d|\.\d)/.test(word);
}

function unknownFlag(name: string, flags: ReadonlyMap<string, Flag>): UsageError {
	const names = [...flags.keys()].map(flag => `--${flag}`);
	const nearest = nearestWord(name, names);
	return new UsageError(`unknown flag '${name}': did you mean '${nearest}'? (ptelab help <command>)`);
}

type MeowFlags = Record<string, {type: 'boolean'; isMultiple: true} | {type: 'string'; isMultiple: true}>;

/** All flags of all commands: which of them belong to the command is checked when the command is known. */
function meowFlags(): MeowFlags {
	const flags: MeowFlags = {};
	for (const {name, kind} of allFlags().values()) {
		flags[camelCase(name)] = {type: kind.type === 'boolean' ? 'boolean' : 'string', isMultiple: true};
	}

	return flags;
}

/** Meow's name of a flag: `noReduction` of `no-reduction`. */
function camelCase(name: string): string {
	return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function checkValues(command: Command, flags: Readonly<Record<string, unknown>>): Map<string, FlagValue> {
	const values = new Map<string, FlagValue>();
	for (const name of allFlags().keys()) {
		const given = flags[camelCase(name)];
		if (!Array.isArray(given) || given.length === 0) {
			continue;
		}

		const flag = command.flags.find(candidate => candidate.name === name);
		if (flag === undefined) {
			throw misplacedFlag(command, name);
		}

		values.set(name, readValue(flag, given.map(String)));
	}

	return values;
}

function misplacedFlag(command: Command, name: string): UsageError {
	const owners = commands.filter(other => other.flags.some(flag => flag.name === name));
	const names = owners.map(owner => `'ptelab ${owner.name}'`).join(' or ');
	return new UsageError(
		`unknown flag '--${name}' for '${command.name}': it is a flag of ${names} (ptelab ${command.name} --help)`,
	);
}

function readValue(flag: Flag, given: readonly string[]): FlagValue {
	const {kind} = flag;
	if (kind.type === 'boolean') {
		return true;
	}

	if (kind.type === 'list') {
		return readList(flag, given);
	}

	const [value = '', second] = given;
	if (second !== undefined) {
		throw new UsageError(`--${flag.name} was given twice: '${value}' and '${second}'`);
	}

	switch (kind.type) {
		case 'word':
			if (kind.choices !== undefined && !kind.choices.includes(value)) {
				throw unknownWord(flag.name, value, kind.choices, `one of ${kind.choices.join(', ')}`);
			}

			return value;
		case 'integer': {
			const number = /^\d+$|^0x[\da-f]+$/i.test(value) ? Number(value) : Number.NaN;
			if (!(number >= kind.minimum && number <= kind.maximum)) {
				throw new UsageError(`--${flag.name} wants ${wanted(flag)}, but got '${value}'`);
			}

			return number;
		}

		case 'decimal': {
			const number = /^(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : Number.NaN;
			if (!(number > 0 && number <= kind.maximum)) {
				throw new UsageError(`--${flag.name} wants ${wanted(flag)}, but got '${value}'`);
			}

			return number;
		}
	}
}

/** Splits at commas; an empty part is a slip of the pen, a word given twice counts once. */
function readList(flag: Flag, given: readonly string[]): string[] {
	const words = given.flatMap(value => value.split(',')).map(word => word.trim());
	if (words.includes('')) {
		throw new UsageError(`--${flag.name} has an empty name in '${given.join(',')}'`);
	}

	return [...new Set(words)];
}

function wanted(flag: Flag): string {
	switch (flag.kind.type) {
		case 'integer':
			return `a whole number from ${flag.kind.minimum} to ${flag.kind.maximum}`;
		case 'decimal':
			return `a number above 0 and up to ${flag.kind.maximum}`;
		case 'list':
			return 'one or more names, separated by commas';
		case 'word':
			return flag.kind.choices === undefined
				? `<${flag.kind.placeholder}>`
				: `one of ${flag.kind.choices.join(', ')}`;
		case 'boolean':
			return 'no value';
	}
}
