/**
 * One look at the session: every machine's snapshot, the rates and the stream as they are at the same moment. The views
 * draw from this alone, so a look that finds nothing new draws nothing new.
 */
import type {MachineSnapshot, Session, SessionOptions} from '../../machine/lab.ts';
import {createRateSampler, type RateHistory} from './rates.ts';
import {createStreamLog, type StreamRow} from './stream-log.ts';

/** What the views draw from. */
export interface SessionData {
	options: SessionOptions;
	/** In the session's order. */
	machines: readonly MachineSnapshot[];
	rates: ReadonlyMap<string, RateHistory>;
	rows: readonly StreamRow[];
}

export interface SessionReader {
	/** Looks at the session now. */
	read(): SessionData;
	/** Adds a remark of the lab to the stream. */
	remark(arch: string, text: string): void;
}

/** A reader of the session; it remembers rates, stream rows and which failures it has told of. */
export const createSessionReader = (session: Session): SessionReader => {
	const sampler = createRateSampler();
	const log = createStreamLog();
	const toldFailures = new Map<string, string>();
	const tellFailure = (snapshot: MachineSnapshot) => {
		const {arch} = snapshot.options;
		if (snapshot.state !== 'failed') {
			toldFailures.delete(arch);
			return;
		}
		const reason = snapshot.failure ?? 'no reason given';
		if (toldFailures.get(arch) === reason) return;
		toldFailures.set(arch, reason);
		log.remark(arch, `machine failed: ${reason}`);
	};
	return {
		read() {
			const machines = session.machines().map(machine => {
				const snapshot = machine.snapshot();
				sampler.add(snapshot);
				log.read(snapshot.options.arch, machine, snapshot.runMilliseconds);
				return snapshot;
			});
			// After the streams, so that it is not pushed out by what came at the same moment.
			machines.forEach(tellFailure);
			const rates = new Map(machines.map(({options: {arch}}) => [arch, sampler.history(arch)]));
			return {options: session.options(), machines, rates, rows: log.rows()};
		},
		remark: (arch, text) => log.remark(arch, text),
	};
};

/** True while something may change by itself: a machine runs, boots or is about to stand still. */
export const isMoving = (data: SessionData): boolean =>
	data.machines.some(({state}) => state === 'running' || state === 'booting' || state === 'pausing');

/** The snapshot of an architecture, or of the first machine; undefined when there is none. */
export const selectedMachine = (data: SessionData, selected: string): MachineSnapshot | undefined =>
	data.machines.find(({options}) => options.arch === selected) ?? data.machines[0];
