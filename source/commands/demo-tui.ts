/** A demo in the terminal UI: the acts' machines are shown live, what the script says stands above the stream. */
import {checkLine, readingTime, stepText, summaryLines} from '../demo/narrate.ts';
import {type ActResult, type DemoEvent, runDemo} from '../demo/run-demo.ts';
import type {DemoScript} from '../demo/script.ts';
import type {Narration, NarrationState} from '../ui/narration.ts';
import type {Catalog} from './catalog.ts';
import type {Context} from './context.ts';
import {catalogChoices, exploreChoice} from './live-tui.ts';
import {createShownSession} from './shown-session.ts';

export interface DemoTuiOptions {
	speed: number;
	/** Numbers of the acts to play; null for all. */
	acts: readonly number[] | null;
}

/** Plays the script until its end and the user leaves, or until the user leaves; gives the acts that were played to their end. */
export async function demoTui(
	script: DemoScript,
	catalog: Catalog,
	options: DemoTuiOptions,
	context: Context,
): Promise<ActResult[]> {
	const [firstAct] = script.acts;
	if (firstAct === undefined) {
		return [];
	}

	const controller = new AbortController();
	const {signal} = controller;
	const shown = createShownSession(firstAct.machine);
	const narrator = createNarrator(script);
	const runTui = await context.loadTui();
	const left = runTui({
		session: shown.session,
		...catalogChoices(catalog),
		explore: exploreChoice(context, catalog, null),
		demo: narrator.narration,
	}).finally(() => controller.abort());
	const played = runDemo(script, {
		startSession: context.startSession,
		wait: context.wait,
		now: context.now,
		speed: options.speed,
		acts: options.acts,
		signal,
		watch: milliseconds => context.wait(milliseconds, signal),
		async emit(event) {
			if (event.kind === 'session') {
				shown.show(event.session);
			}

			const said = narrator.tell(event);
			await context.wait(readingTime(said) / options.speed, signal);
		},
	});
	const [results] = await Promise.all([played, left]);
	const wanted = options.acts?.length ?? script.acts.length;
	const lines = results.length > 0 ? summaryLines(results) : [];
	for (const line of results.length < wanted
		? [...lines, `left after ${results.length} of ${wanted} acts`]
		: lines) {
		context.stdout.write(`${line}\n`);
	}

	return results;
}

interface Narrator {
	narration: Narration;
	/** Takes an event up; gives the text that is new to the reader. */
	tell(event: DemoEvent): string[];
}

function createNarrator(script: DemoScript): Narrator {
	const listeners = new Set<() => void>();
	let state: NarrationState = {act: '', title: script.title, text: script.text, status: 'waiting'};
	const set = (changes: Partial<NarrationState>) => {
		state = {...state, ...changes};
		for (const listener of listeners) {
			listener();
		}
	};

	const say = (...lines: string[]) => {
		set({text: [...state.text, ...lines]});
		return lines;
	};

	return {
		narration: {
			subscribe(listener) {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
			current: () => state,
		},
		tell(event) {
			switch (event.kind) {
				case 'script_start':
					return event.text;
				case 'act_start': {
					const {act, number} = event;
					const claims = act.claims.length > 0 ? ` [${act.claims.join(', ')}]` : '';
					set({
						act: `${number}/${script.acts.length}`,
						title: `${act.title}${claims}`,
						text: act.text,
						status: 'running',
					});
					return act.text;
				}

				case 'session':
				case 'until_end':
					return [];
				case 'step': {
					const text = stepText(event.step);
					return text === null ? [] : say(text);
				}

				case 'check':
					return say(checkLine(event.check));
				case 'act_failed':
					return say(`failed: ${event.reason}`);
				case 'act_end':
					set({status: event.result.ok ? 'as-expected' : 'not-as-expected'});
					return say(...event.conclusion);
				case 'script_end':
					set({
						act: 'end',
						title: `${script.title}: press q to leave`,
						text: summaryLines(event.results),
						status: event.results.every(result => result.ok) ? 'as-expected' : 'not-as-expected',
					});
					return [];
			}
		},
	};
}
