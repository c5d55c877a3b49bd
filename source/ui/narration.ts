/**
 * What a demonstration says while it drives a session: the terminal UI shows it, a plain run prints it. The script that
 * runs the acts belongs to the demo command; this is only the words between the two.
 */

/** How the act that is shown stands. */
export type NarrationStatus = 'running' | 'waiting' | 'as-expected' | 'not-as-expected';

/** What the panel shows now. */
export interface NarrationState {
	/** Name of the act, such as `3/9`. */
	act: string;
	/** What the act is about, one line. */
	title: string;
	/** Sentences of the act, one paragraph a string; the newest last. */
	text: readonly string[];
	status: NarrationStatus;
}

/** A source of narration. */
export interface Narration {
	/** Calls back after each change; returns what ends the subscription. */
	subscribe(listener: () => void): () => void;
	/** The state now; the same object until the next change. */
	current(): NarrationState;
}

/** The words for a status; never the colour alone. */
export const narrationStatusText: Record<NarrationStatus, string> = {
	running: 'running',
	waiting: 'waiting',
	'as-expected': 'as expected',
	'not-as-expected': 'NOT as expected',
};
