/**
 * Whether the server may be another one than before, or have forgotten what it acknowledged: after a lost
 * connection, until that has been looked into. Scripts wait for it, so none meets old counters unnoticed.
 */
export class Doubt {
  #raised = 1;
  #resolved = 0;
  #check: (() => Promise<void>) | null = null;
  #checking: Promise<void> | null = null;

  get stands(): boolean {
    return this.#raised !== this.#resolved;
  }

  raise(): void {
    this.#raised++;
  }

  /** @param check looks into it; what it rejects with, the waiting scripts reject with */
  resolveBy(check: () => Promise<void>): void {
    this.#check = check;
  }

  /** Resolves once there is no doubt any more. Nobody to look into it: at once. */
  async resolved(): Promise<void> {
    while (this.stands) {
      const raised = this.#raised;
      this.#checking ??= (this.#check?.() ?? Promise.resolve())
        .then(() => {
          this.#resolved = raised;
        })
        .finally(() => {
          this.#checking = null;
        });
      await this.#checking;
    }
  }
}
