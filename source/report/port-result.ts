/** What exploring the port scenarios found out about the helpers of one architecture, for tables and JSON. */
import type {CaseReport} from '../explore/case.ts';

/** One thing that is wrong. */
export interface PortFinding {
	/** `never-succeeds`, `byte-swapped`, … (`scenarios/port.ts`). */
	id: string;
	text: string;
	/** Scenario whose trace shows it; '' where there is no helper to explore. */
	scenario: string;
	/** Replay token of that trace, or null. */
	token: string | null;
}

/** Of one architecture with one candidate. */
export interface PortResult {
	/** Verdict of each scenario that was finished, by its id. */
	verdicts: Record<string, CaseReport['verdict']>;
	/** Worst first: what is wrong first makes the rest of little interest. */
	findings: readonly PortFinding[];
}

/** In a word: the worst that is wrong, or `correct` where every scenario held; `unfinished` where some have no answer. */
export function portWord({verdicts, findings}: PortResult): string {
	const [first] = findings;
	if (first !== undefined) {
		return first.id;
	}

	const all = Object.values(verdicts);
	return all.length > 0 && all.every(verdict => verdict === 'holds') ? 'correct' : 'unfinished';
}
