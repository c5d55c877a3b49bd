/**
 * The ways a program is ended or stopped from outside, each led to one handler: signals, errors nobody caught, the exit
 * of the process, suspend and resume.
 */

/** The part of `process` that is used; tests give their own. */
export interface ProcessEvents {
	platform: string;
	on(event: string, listener: (value: unknown) => void): unknown;
	off(event: string, listener: (value: unknown) => void): unknown;
	kill(pid: number, signal: string): unknown;
}

export interface LifecycleHandlers {
	/** SIGINT, SIGTERM, SIGHUP, SIGQUIT; `code` is 128 plus the signal's number. */
	onSignal(code: number): void;
	/** An exception or a rejection that nothing handled. */
	onCrash(error: unknown): void;
	/** Last call before the process ends. */
	onProcessExit(): void;
	/** The process runs again after having been stopped. */
	onContinue(): void;
	/** The terminal must be given back now: the process is about to be stopped. */
	onSuspend(): void;
}

export interface Lifecycle {
	/** Gives the terminal back and stops the process until it is continued; does nothing on Windows. */
	suspend(): void;
	/** Takes all handlers off. */
	dispose(): void;
}

/** Exit codes by signal. */
const signalCodes: Record<string, number> = {SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143};

/** Connects the handlers. */
export const watchLifecycle = (host: ProcessEvents, handlers: LifecycleHandlers): Lifecycle => {
	const suspend = () => {
		if (host.platform === 'win32') return;
		handlers.onSuspend();
		// The whole process group, as the terminal does it: a wrapper such as npx must stop too, or the shell never gets its
		// prompt. SIGTSTP would be dropped in an orphaned group; SIGSTOP never is.
		host.kill(0, 'SIGSTOP');
	};
	const listeners: [string, (value: unknown) => void][] = [
		...Object.entries(signalCodes).map(([signal, code]): [string, () => void] => [
			signal,
			() => handlers.onSignal(code),
		]),
		['uncaughtException', error => handlers.onCrash(error)],
		['unhandledRejection', error => handlers.onCrash(error)],
		['exit', () => handlers.onProcessExit()],
	];
	if (host.platform !== 'win32') {
		listeners.push(['SIGTSTP', suspend], ['SIGCONT', () => handlers.onContinue()]);
	}
	for (const [event, listener] of listeners) host.on(event, listener);
	return {
		suspend,
		dispose() {
			for (const [event, listener] of listeners) host.off(event, listener);
		},
	};
};
