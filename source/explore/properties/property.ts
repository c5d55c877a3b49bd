/** What must hold. */
export interface Property {
	/** Name on the command line and in reports. */
	id: string;
	/** A line. */
	title: string;
	/** What it says, in a sentence or two. */
	text: string;
	/** Who sees that it is broken: a check in the C of the machine, the machine that runs the C, or the search over states. */
	foundBy: 'c' | 'machine' | 'search';
	/** Whether every scenario checks it, or only one that says so. */
	always: boolean;
}
