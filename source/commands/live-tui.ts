/** The terminal UI on a session of its own. */
import {type CandidateId, candidateOf, plainVariant, withCandidate} from '../arch/candidates.ts';
import type {ExploreChoice, TuiOptions} from '../ui/options.ts';
import type {Catalog} from './catalog.ts';
import type {Context} from './context.ts';
import {replayCommand} from './explore-cases.ts';
import {defaultBase} from './explore-flags.ts';
import type {Explorer, PreparedUser} from './explore-runner.ts';
import type {Plan} from './session-options.ts';
import {createShownSession} from './shown-session.ts';
import {timedStdin} from './timed-stdin.ts';
import {isCFile, type UserFile} from './user-sources.ts';

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
			...catalogChoices(plan.catalog, candidateOf(plan.options.variant)),
			explore: exploreChoice(context, plan.catalog, plan.variant),
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

/** What the menus and the digits of the UI offer; every variant with the helpers of `candidate`. */
export function catalogChoices(
	catalog: Catalog,
	candidate: CandidateId = 'upstream',
): Pick<TuiOptions, 'programs' | 'archs' | 'variants'> {
	return {
		programs: catalog.programs.map(({id, key, kind, text}) => ({
			id,
			key,
			kind: kind === 'good' ? 'well-behaved' : kind,
			text,
		})),
		archs: catalog.archs.map(({id, text}) => ({id, text})),
		variants: catalog.variants
			.filter(({candidates}) => candidate === 'upstream' || candidates === true)
			.map(({id, text}) => ({id: withCandidate(id, candidate), text})),
	};
}

/**
 * Explores what is on the screen. The explorer is loaded the first time, and the user's variant compiled for an architecture the first time
 * that it is explored there.
 *
 * @param own The user's variant; a variant of theirs that is not given here cannot be explored.
 */
export function exploreChoice(context: Context, catalog: Catalog, own: UserFile | null): ExploreChoice {
	let explorer: Explorer | null = null;
	const prepared = new Map<string, PreparedUser>();
	return {
		scenarios: catalog.scenarios,
		async run(jobs, hooks) {
			explorer ??= await context.loadExplorer();
			// All jobs of a run are of the one machine that is on the screen.
			const [first] = jobs;
			if (own === null || first === undefined || plainVariant(first.variant) !== own.id) {
				return explorer.runCases(jobs, hooks);
			}

			const candidate = candidateOf(first.variant);
			const source = {kind: 'c', path: own.id, text: own.text, base: defaultBase, candidate} as const;
			const key = `${first.arch} ${candidate}`;
			const user = prepared.get(key) ?? (await explorer.prepareUser(source, [first.arch]));
			prepared.set(key, user);
			return user.run(
				jobs.map(job => ({...job, variant: user.variant})),
				hooks,
			);
		},
		variantOf(variant) {
			if (!isCFile(variant)) {
				return {id: variant, base: variant};
			}

			return plainVariant(variant) === own?.id
				? {id: variant, base: withCandidate(defaultBase, candidateOf(variant))}
				: null;
		},
		sourceText(report) {
			const builtIn = explorer?.sourceText(report.arch);
			const user = [...prepared.values()].find(({variant}) => variant === report.variant);
			return (file, line) => user?.sourceText?.(file, line) ?? builtIn?.(file, line) ?? null;
		},
		replay: report =>
			// Where the user's file is, is not known here.
			catalog.variants.some(({id}) => id === plainVariant(report.variant) && !isCFile(id))
				? replayCommand(report, {command: 'explore', variant: report.variant, base: null, flags: []})
				: null,
	};
}
