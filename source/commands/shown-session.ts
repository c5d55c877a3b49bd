/**
 * A session that a view can hold on to while the real one comes and goes: before it runs, and between the acts of a demo,
 * its machines are shown as booting.
 */
import type {Counters, Machine, MachineSnapshot, Session, SessionOptions} from '../machine/lab.ts';
import {counterIds} from '../machine/vocabulary.ts';

export interface ShownSession {
	/** What the view gets. */
	session: Session;
	/** From now on the view shows this one; calls made before it was there are passed on to it. */
	show(session: Session): void;
	/** No session will come: the machines are shown as failed, with the reason. */
	fail(reason: string): void;
}

/** A shown session of machines that are to be. */
export function createShownSession(options: SessionOptions): ShownSession {
	let shown: Session | null = null;
	let failure: string | null = null;
	const {promise: first, resolve, reject} = withResolvers<Session>();
	// The view may never make a call that waits for it.
	first.catch(() => undefined);

	const start = Date.now();
	const current = async () => shown ?? first;
	const soon = (act: (session: Session) => void) => {
		current().then(act, () => undefined);
	};

	return {
		session: {
			options: () => shown?.options() ?? options,
			machines: () =>
				shown?.machines() ?? options.archs.map(arch => comingMachine({...options, arch}, failure, start)),
			pause: async () => (await current()).pause(),
			resume: () => soon(session => session.resume()),
			inject: program => soon(session => session.inject(program)),
			remove: program => soon(session => session.remove(program)),
			setChaos: chance => soon(session => session.setChaos(chance)),
			change: async changes => (await current()).change(changes),
			restart: async () => (await current()).restart(),
			stop: async () => (shown === null ? undefined : shown.stop()),
		},
		show(session) {
			shown = session;
			resolve(session);
		},
		fail(reason) {
			failure = reason;
			reject(new Error(reason));
		},
	};
}

/** A machine that does not run yet, or never will. */
function comingMachine(
	{archs: _, ...options}: SessionOptions & {arch: string},
	failure: string | null,
	start: number,
): Machine {
	const counters = Object.fromEntries(counterIds.map(id => [id, 0])) as Counters;
	const snapshot: MachineSnapshot = {
		options,
		state: failure === null ? 'booting' : 'failed',
		failure,
		runMilliseconds: 0,
		counters,
		perCpu: Array.from({length: options.cpus}, () => ({...counters})),
		cpus: [],
		programs: options.programs.map(id => ({id, state: 'loaded', violations: 0, runs: 0})),
		books: null,
	};
	const refuse = async () => {
		throw new Error(
			failure ?? `the machine of ${options.arch} is still booting (since ${Date.now() - start} ms)`,
		);
	};
	return {
		snapshot: () => snapshot,
		arenaMap: cells => Array.from({length: cells}, () => ({entry: 'none', heat: 'none'})),
		stream: () => [],
		pause: refuse,
		restart: refuse,
		resume: () => undefined,
		inject: () => undefined,
		remove: () => undefined,
		setChaos: () => undefined,
		stop: async () => undefined,
	};
}

function withResolvers<T>() {
	let resolve: (value: T) => void = () => undefined;
	let reject: (error: Error) => void = () => undefined;
	const promise = new Promise<T>((take, refuse) => {
		resolve = take;
		reject = refuse;
	});
	return {promise, resolve, reject};
}
