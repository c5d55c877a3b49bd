/** What a finished race of one machine looks like, ready for tables and JSON. */
import {candidateOf} from '../arch/candidates.ts';
import type {Books, Machine, MachineOptions, ProgramSnapshot, RunState, StreamEntry} from '../machine/lab.ts';
import {type CounterId, counterIds} from '../machine/vocabulary.ts';
import {type PortResult, portWord} from './port-result.ts';

/** One machine at the end of a race. */
export interface RaceResult {
	options: MachineOptions;
	state: RunState;
	failure: string | null;
	/** Seconds its CPUs ran. */
	seconds: number;
	counters: Record<CounterId, number>;
	books: Books | null;
	/** The newest entries of the violation stream, oldest first. */
	stream: StreamEntry[];
	programs: ProgramSnapshot[];
	/** What is wrong with the page-table helpers, where that was explored. */
	port?: PortResult;
}

/** Stream entries kept of a machine. */
export const streamLength = 20;

/** Reads a machine that stands still. */
export function raceResult(machine: Machine): RaceResult {
	const snapshot = machine.snapshot();
	return {
		options: snapshot.options,
		state: snapshot.state,
		failure: snapshot.failure,
		seconds: snapshot.runMilliseconds / 1000,
		counters: snapshot.counters,
		books: snapshot.books,
		stream: machine.stream(0).slice(-streamLength),
		programs: snapshot.programs,
	};
}

/**
 * The JSON of `live` and `compare` (docs/json.md). `verdicts` and `finding` are those of the
 * port scenarios, where they were explored.
 */
export function racesJson(results: readonly RaceResult[]): object {
	return {archs: results.map(result => raceJson(result))};
}

function raceJson(result: RaceResult): object {
	const {options} = result;
	return {
		arch: options.arch,
		variant: options.variant,
		candidate: candidateOf(options.variant),
		cpus: options.cpus,
		seed: options.seed,
		chaos: options.chaos,
		seconds: Math.round(result.seconds * 1000) / 1000,
		counters: Object.fromEntries(counterIds.map(id => [id, result.counters[id]])),
		booksBalance: result.books?.balanced ?? null,
		books: result.books?.lines ?? [],
		state: result.state,
		failure: result.failure,
		stream: result.stream.map(entry => ({
			sequence: entry.sequence,
			kind: entry.kind,
			cpu: entry.cpu,
			program: entry.program,
			address: `0x${entry.address.toString(16)}`,
			text: entry.text,
			location: entry.location.map(({function: name, file, line, column}) => ({
				function: name,
				file,
				line,
				column,
			})),
		})),
		programs: result.programs
			.filter(program => program.state !== 'absent')
			.map(({id, state, violations, runs}) => ({id, state, violations, runs})),
		...(result.port === undefined ? {} : {finding: portWord(result.port), findings: result.port.findings}),
		verdicts: result.port?.verdicts ?? {},
	};
}
