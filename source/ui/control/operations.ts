/**
 * What is asked of the session and takes time: carried out one after the other, never waited for by a key. Changes that
 * pile up while another operation is under way are put together into one.
 */
import type {Session, SessionOptions} from '../../machine/lab.ts';

type Operation =
	| {kind: 'pause'}
	| {kind: 'resume'}
	| {kind: 'restart'}
	| {kind: 'change'; changes: Partial<SessionOptions>};

export interface OperationEvents {
	/** The list of what is under way and waiting has changed. */
	onPending(words: readonly string[]): void;
	/** One operation has ended well. */
	onDone(): void;
	/** One operation was refused or has failed. */
	onError(words: string, error: unknown): void;
}

export interface Operations {
	pause(): void;
	resume(): void;
	restart(): void;
	change(changes: Partial<SessionOptions>): void;
	/** The session's options as they will be when all that was asked for is done. */
	wanted(): SessionOptions;
	/** Whether the session will stand still then; null when nothing asked for decides it. */
	wantsPause(): boolean | null;
	/** Resolves when nothing is under way. */
	settled(): Promise<void>;
}

/** A queue of operations on `session`. */
export const createOperations = (session: Session, events: OperationEvents): Operations => {
	/** The first is under way. */
	let queue: Operation[] = [];
	let running: Promise<void> | null = null;

	const tell = () => events.onPending(queue.map(describe));
	const runAll = async () => {
		for (let operation = queue[0]; operation !== undefined; operation = queue[0]) {
			const words = describe(operation);
			try {
				await carryOut(session, operation);
				queue = queue.slice(1);
				tell();
				events.onDone();
			} catch (error) {
				queue = queue.slice(1);
				tell();
				events.onError(words, error);
			}
		}
		running = null;
	};
	const add = (operation: Operation) => {
		queue = [...queue.slice(0, 1), ...joined(queue.slice(1), operation)];
		tell();
		running ??= runAll();
	};
	return {
		pause: () => add({kind: 'pause'}),
		resume: () => add({kind: 'resume'}),
		restart: () => add({kind: 'restart'}),
		change: changes => add({kind: 'change', changes}),
		wanted: () =>
			Object.assign(
				{...session.options()},
				...queue.map(operation => (operation.kind === 'change' ? operation.changes : {})),
			) as SessionOptions,
		wantsPause() {
			const last = queue.findLast(({kind}) => kind === 'pause' || kind === 'resume');
			return last === undefined ? null : last.kind === 'pause';
		},
		settled: async () => {
			while (running !== null) await running;
		},
	};
};

/** The waiting operations with one more: put together with one of its kind, and a pause with its resume cancelled. */
const joined = (waiting: readonly Operation[], next: Operation): Operation[] => {
	const last = waiting.at(-1);
	if (last === undefined) return [next];
	if (last.kind === 'change' && next.kind === 'change') {
		return [...waiting.slice(0, -1), {kind: 'change', changes: {...last.changes, ...next.changes}}];
	}
	if (last.kind === next.kind) return [...waiting];
	const isUndone =
		(last.kind === 'pause' && next.kind === 'resume') || (last.kind === 'resume' && next.kind === 'pause');
	return isUndone ? waiting.slice(0, -1) : [...waiting, next];
};

const carryOut = async (session: Session, operation: Operation): Promise<void> => {
	switch (operation.kind) {
		case 'pause':
			return session.pause();
		case 'resume':
			return session.resume();
		case 'restart':
			return session.restart();
		case 'change':
			return session.change(operation.changes);
	}
};

const describe = (operation: Operation): string => {
	switch (operation.kind) {
		case 'pause':
			return 'pausing';
		case 'resume':
			return 'going on';
		case 'restart':
			return 'restarting';
		case 'change':
			return `changing to ${changeWords(operation.changes)}`;
	}
};

const changeWords = ({archs, variant, cpus}: Partial<SessionOptions>): string =>
	[
		archs === undefined ? null : archs.length > 2 ? `${archs.length} architectures` : archs.join(', '),
		variant ?? null,
		cpus === undefined ? null : `${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}`,
	]
		.filter(word => word !== null)
		.join(', ');
