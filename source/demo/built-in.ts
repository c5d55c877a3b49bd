/** The scripts that come with the lab, by name. */
import thread from './thread.json' with {type: 'json'};

/** Text of a built-in script, or undefined when there is none of that name. */
export function builtInScript(name: string): string | undefined {
	const script = new Map<string, unknown>([['thread', thread]]).get(name);
	return script === undefined ? undefined : JSON.stringify(script, null, '\t');
}

/** Names of the built-in scripts; the first is the default. */
export const builtInNames = ['thread'] as const;
