/**
 * A fault that can be switched on and off while the sandbox runs. `times` bounds how often it strikes; without it the
 * fault lasts until it is switched off.
 */
export class FaultSwitch<F extends { readonly kind: string; readonly times?: number }> {
  private current: F | undefined;
  private left = 0;

  set(fault: F): void {
    this.current = fault;
    this.left = fault.times ?? Number.POSITIVE_INFINITY;
  }

  clear(): void {
    this.current = undefined;
  }

  /** The fault as it strikes now, if it is of this kind; counts as one time. */
  strike<K extends F['kind']>(kind: K): Extract<F, { readonly kind: K }> | undefined {
    const fault = this.peek(kind);
    if (fault) this.left -= 1;
    return fault;
  }

  /** As `strike`, without counting. */
  peek<K extends F['kind']>(kind: K): Extract<F, { readonly kind: K }> | undefined {
    const fault = this.current;
    return fault !== undefined && this.left > 0 && isOfKind<F, K>(fault, kind) ? fault : undefined;
  }
}

function isOfKind<F extends { readonly kind: string }, K extends F['kind']>(
  fault: F,
  kind: K,
): fault is Extract<F, { readonly kind: K }> {
  return fault.kind === kind;
}
