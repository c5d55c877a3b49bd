/**
 * The part of the WebAssembly JavaScript interface that the lab uses: neither TypeScript's ES libraries nor Node's types
 * declare it.
 */
declare namespace WebAssembly {
	class Module {
		constructor(bytes: ArrayBufferView | ArrayBuffer);
		static exports(module: Module): {name: string; kind: string}[];
		static imports(module: Module): {module: string; name: string; kind: string}[];
	}

	class Memory {
		constructor(descriptor: {initial: number; maximum?: number; shared?: boolean});
		readonly buffer: ArrayBufferLike;
	}

	class Global {
		value: number;
	}

	class Table {
		readonly length: number;
		get(index: number): unknown;
	}

	class Instance {
		constructor(module: Module, imports?: Record<string, Record<string, unknown>>);
		readonly exports: Record<string, unknown>;
	}

	class RuntimeError extends Error {}
	class CompileError extends Error {}
	class LinkError extends Error {}

	function compile(bytes: ArrayBufferView | ArrayBuffer): Promise<Module>;
	function validate(bytes: ArrayBufferView | ArrayBuffer): boolean;
}
