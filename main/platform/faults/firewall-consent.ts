/** Whether a person has allowed rules in the system's packet filter, for this start of the program. */

let allowed = false;

/** `--allow-firewall`. There is no other way to it, and it is not remembered. */
export function allowFirewall(): void {
  allowed = true;
}

export const isFirewallAllowed = (): boolean => allowed;
