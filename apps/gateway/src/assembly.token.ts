/** Injection token of the assembled process (`#assembly`). */
export const ASSEMBLY = Symbol('assembly');
