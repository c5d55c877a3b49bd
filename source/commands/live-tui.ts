/** The terminal UI on a session of its own. */
import type {TuiOptions} from '../ui/options.ts';
import type {Catalog} from './catalog.ts';
import type {Context} from './context.ts';
import type {Plan} from './session-options.ts';
import {createShownSession} from './shown-session.ts';
import {timedStdin} from './timed-stdin.ts';

export interface LiveTuiOptions {
	/** Leaves by itself after so many seconds; null never. */
	seconds: number | null;
	/** How to draw; what is left out is the UI's own default. */
	look: Pick<TuiOptions, 'theme' | 'fps' | 'ascii' | 'startPaused'>;
}

/**
 * Shows the first frame at once and the machines as soon as they run; gives the exit status when the user leaves. Rejects with
 * the reason when the machines did not start.
 */
export async function liveTui(context: Context, plan: Plan, options: LiveTuiOptions): Promise<number> {
	const shown = createShownSession(plan.options);
	let failure: Error | null = null;
	const starting = plan.startSession(plan.options).then(
		session => shown.show(session),
		(error: unknown) => {
			failure = error instanceof Error ? error : new Error(String(error));
			shown.fail(failure.message);
		},
	);
	try {
		const runTui = await context.loadTui();
		const status = await runTui({
			session: shown.session,
			...catalogChoices(plan.catalog),
			...options.look,
			...(options.seconds === null ? {} : {stdin: timedStdin(process.stdin, options.seconds * 1000)}),
		});
		if (failure !== null) {
			throw failure;
		}

		return status;
	} finally {
		await starting;
		await shown.session.stop();
	}
}

/** What the menus and the digits of the UI offer. */
export function catalogChoices(catalog: Catalog): Pick<TuiOptions, 'programs' | 'archs' | 'variants'> {
	return {
		programs: catalog.programs.map(({id, key, kind, text}) => ({
			id,
			key,
			kind: kind === 'good' ? 'well-behaved' : kind,
			text,
		})),
		archs: catalog.archs.map(({id, text}) => ({id, text})),
		variants: catalog.variants.map(({id, text}) => ({id, text})),
	};
}
