/** Tests that need what the build makes say so when it is not there. */
import {builtFile} from '../../../../source/machine/built-file.ts';

/** Why tests that need this file or folder of the build are skipped, or false. */
export function skipReason(name: string): string | false {
	try {
		builtFile(name);

		return false;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
