/**
 * The modes whose images to explore the build makes. Such an image takes Clang and Binaryen several times as long as one to
 * run; those of all other modes are made when something first explores them (`explore-image-maker.ts`).
 */
export const builtExploreImageIds: readonly string[] = [
	'x86_64',
	'arm64',
	'arm64-nocontpte',
	'riscv64',
	's390x',
	'generic',
];
